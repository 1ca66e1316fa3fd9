----------------------------- MODULE Observing ------------------------------
(* What the orchestrator does, and what services do about runs whose end they do not know, or that have long ended. *)
EXTENDS Steps

(************************************************* the orchestrator **********************************************)
Foremost(set, order(_, _)) == CHOOSE s \in set : \A other \in set : order(s, other)
After(s, t) == s >= t
(* Without "order" the pivot is still asked first, the others from the first to the last but one. *)
BadOrder(s, t) == s = Pivot \/ (t # Pivot /\ s <= t)
Undoing(known) ==
    LET left == Services \ known IN IF Guard("order") THEN Foremost(left, After) ELSE Foremost(left, BadOrder)

(* Go on with undoing where `known` have answered: the next command, or the end. *)
NextCommand(known) ==
    /\ answered' = known
    /\ IF known = Services \/ (~Guard("every_answer") /\ known # {})
       THEN state' = "COMPENSATED" /\ UNCHANGED outbox
       ELSE /\ state' = "COMPENSATING"
            /\ IF Guard("pivot_first")
               THEN Say(Orchestrator, {Command(Undoing(known))})
               ELSE Say(Orchestrator, {Command(s) : s \in Services \ known})

ObserveDone(s) ==
    /\ state' = CASE s = Pivot /\ state \in {"unknown", "RUNNING", "COMPENSATING"} /\ Pivot \notin answered -> "COMPLETED"
                  [] state = "unknown" -> "RUNNING"
                  [] OTHER -> state
    /\ UNCHANGED <<answered, outbox>>

ObserveFailed(s) ==
    IF state \in {"unknown", "RUNNING"} THEN NextCommand(answered) ELSE UNCHANGED <<state, answered, outbox>>

ObserveCompensated(s) ==
    LET known == answered \cup {s}
        awaited == state = "COMPENSATING" /\ s \notin answered /\ s = Undoing(answered)
    IN  IF state \in {"unknown", "RUNNING"} \/ awaited \/ (state = "COMPENSATING" /\ ~Guard("pivot_first"))
        THEN NextCommand(known)
        ELSE answered' = known /\ UNCHANGED <<state, outbox>>

ObserveRefused(s) ==
    /\ state' = IF state = "COMPENSATED" \/ Pivot \in answered THEN state ELSE "COMPLETED"
    /\ UNCHANGED <<answered, outbox>>

Observe(m, again) ==
    /\ Orchestrated /\ Take(m, Orchestrator, again)
    /\ CASE m[1] \in {"done", "redone", "sent back"} -> ObserveDone(m[2])
         [] m[1] = "failed" -> ObserveFailed(m[2])
         [] m[1] = "compensated" -> ObserveCompensated(m[2])
         [] m[1] = "refused" -> ObserveRefused(m[2])
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, leftBehind, letters, history>>

Cancel ==
    /\ Orchestrated /\ Cancelling /\ state = "RUNNING" /\ NextCommand(answered)
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, leftBehind, bus, letters, faults, history>>

(* A step's deadline: it may pass at any time, however little has been heard. *)
WakeDeadline ==
    /\ Guard("deadline") /\ Orchestrated /\ state = "RUNNING" /\ NextCommand(answered)
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, leftBehind, bus, letters, faults, history>>

(* A command that is not answered is sent again. It costs a fault where the answer, or the command, is only slow. *)
InFlight(s) ==
    LET messages == {Command(s), Compensated(s), Refused(s)} IN
    \/ messages \cap (outbox[s] \cup outbox[Orchestrator]) # {}
    \/ UNION {Deliveries({m}) : m \in messages} \cap bus # {}
WakeResend ==
    /\ Guard("resend") /\ Orchestrated /\ state = "COMPENSATING" /\ answered # Services
    /\ LET target == Undoing(answered) IN
       /\ IF InFlight(target) THEN Spend("repeat") ELSE UNCHANGED faults
       /\ Say(Orchestrator, {Command(target)})
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, leftBehind, bus, letters, state, answered, history>>

(*********************************************** reconciliation, purging *****************************************)
Unsettled(s) ==
    /\ Guard("reconciliation") /\ Orchestrated /\ s \notin settled
    /\ ledger[s] = "done" \/ (Guard("reconcile_failed") /\ ledger[s] = "failed")

BeginUnknown(s) ==
    /\ Unsettled(s) /\ state = "unknown" /\ state' = "RUNNING"
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, outbox, leftBehind, bus, letters, answered, faults, history>>

Settle(s) ==
    /\ Unsettled(s) /\ state = "COMPLETED" /\ settled' = settled \cup {s}
    /\ UNCHANGED <<ledger, revised, claimed, rows, outbox, leftBehind, bus, letters, state, answered, faults, history>>

UndoAgain(s) ==
    /\ Unsettled(s) /\ state = "COMPENSATED" /\ ~InFlight(s) /\ Say(Orchestrator, {Command(s)})
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, leftBehind, bus, letters, state, answered, faults, history>>

(* What the retention stands for: the record that starts the step can't arrive any more, nor be said any more. Should  *)
(* it be said after all, what is done then is undone again; not so the pivot's part, so the pivot keeps its entries.   *)
OnTheWay(s) == \E m \in Starts(s) : Delivery(m, s) \in bus
Parked(s) == Starts(s) \cap letters # {}
(* Whose doings can lead to a record for s: all before it, and those that it goes round with when a draft is sent back. *)
LeadTo(s) == 1 .. (IF s \in Revisable THEN Checker ELSE s - 1)
MayBeSaid(s) == \E t \in LeadTo(s) :
    \/ UNION {Starts(u) : u \in LeadTo(s) \cup {s}} \cap outbox[t] # {}
    \/ t # s /\ \E m \in Starts(t) : IsNew(t, m) /\ (Delivery(m, t) \in bus \/ m \in letters)
MayBePurged(s) ==
    /\ ledger[s] \in {"compensated", "failed"} \/ (~Guard("kept_done") /\ ledger[s] = "done" /\ s \in settled)
    /\ Guard("retention") => ~OnTheWay(s)
    /\ IF s = Pivot THEN ~Guard("kept_pivot") ELSE Guard("late_predecessor") => ~MayBeSaid(s)
    /\ Guard("kept_letters") => ~Parked(s)

Purge(s) ==
    /\ Purging /\ MayBePurged(s)
    /\ ledger' = [ledger EXCEPT ![s] = "absent"] /\ settled' = settled \ {s} /\ revised' = revised \ {s}
    /\ UNCHANGED <<claimed, rows, outbox, leftBehind, bus, letters, state, answered, faults, history>>

(* Rows without an entry: of a refusal whose entry was purged before it was undone. *)
Orphan(s) == s \in rows /\ ledger[s] = "absent" /\ state \in {"unknown", "COMPENSATED"}

RemoveOrphan(s) ==
    /\ Guard("orphans") /\ Orchestrated /\ Orphan(s)
    /\ rows' = rows \ {s}
    /\ ledger' = [ledger EXCEPT ![s] = IF state = "COMPENSATED" THEN "compensated" ELSE @]
    /\ UNCHANGED <<revised, settled, claimed, outbox, leftBehind, bus, letters, state, answered, faults, history>>
=============================================================================
