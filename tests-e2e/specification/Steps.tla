------------------------------- MODULE Steps --------------------------------
(* What a service does with a record, and how its relay says so. *)
EXTENDS Variables

(*************************************************** the services ************************************************)
(* What the ledger lets through; without "ledger" it only keeps out what is undone, without "tombstone" what is done. *)
(* A second revision goes over a first one that is done: once, and never back, which the other guards are about.       *)
IsLater(s, r) ==
    \/ r = 2 /\ s \notin revised /\ Guard("revision_let_in")
    \/ r = 2 /\ s \in revised /\ ~Guard("revision_once")
    \/ r = 1 /\ s \in revised /\ ~Guard("revision_order")
IsNew(s, m) ==
    LET r == RevisionOf(m) IN
    \/ ledger[s] = "absent"
    \/ ledger[s] = "done" /\ (IsLater(s, r) \/ ~Guard("ledger"))
    \/ ledger[s] = "compensated" /\ (~Guard("tombstone") \/ (r = 2 /\ ~Guard("revision_tombstone")))

Entered(s, entry, r) ==
    /\ ledger' = [ledger EXCEPT ![s] = entry]
    /\ revised' = IF r = 2 THEN revised \cup {s} ELSE revised \ {s}

Counted(s, r) == performed' = [performed EXCEPT ![s][r] = IF @ < 2 THEN @ + 1 ELSE @]

(* The step's effect, whichever transaction writes it. A later revision's rows take the place of the earlier one's. *)
Effect(s, r) ==
    /\ rows' = rows \cup {s}
    /\ Say(s, {Made(s, r)})
    /\ Counted(s, r)
    /\ delivered' = (delivered \/ s = Pivot)

Perform(s, m, again) ==
    /\ IsNew(s, m) /\ Take(m, s, again)
    /\ Entered(s, "done", RevisionOf(m))
    /\ IF Guard("atomic_claim")
       THEN Effect(s, RevisionOf(m)) /\ UNCHANGED claimed
       ELSE claimed' = claimed \cup {s} /\ UNCHANGED <<rows, outbox, performed, delivered>>
    /\ UNCHANGED <<settled, leftBehind, letters, state, answered, undone>>

(* Only without "atomic_claim": the second of two transactions. *)
Write(s) ==
    /\ s \in claimed /\ claimed' = claimed \ {s} /\ Effect(s, 1)
    /\ UNCHANGED <<ledger, revised, settled, leftBehind, bus, letters, state, answered, faults, undone>>

(* The checker is done with the first revision, keeps its report, and asks the writer for the second: only once. *)
SendBack(s, m, again) ==
    /\ s \in Revisable /\ s = Checker /\ IsNew(s, m) /\ (RevisionOf(m) = 1 \/ ~Guard("sent_back_once"))
    /\ Take(m, s, again)
    /\ Entered(s, "done", RevisionOf(m))
    /\ rows' = rows \cup {s}
    /\ Say(s, {SentBack})
    /\ Counted(s, RevisionOf(m))
    /\ UNCHANGED <<settled, claimed, leftBehind, letters, state, answered, undone, delivered>>

Refuse(s, m, again) ==
    /\ Refusing /\ IsNew(s, m) /\ Take(m, s, again)
    /\ Entered(s, "failed", RevisionOf(m))
    /\ rows' = IF s \in RefusalRows THEN rows \cup {s} ELSE rows \ {s}
    /\ Say(s, {Failed(s)})
    /\ UNCHANGED <<settled, claimed, leftBehind, letters, state, answered, history>>

(* A duplicate, an earlier revision, or a late record that finds the tombstone. *)
Ignore(s, m, again) ==
    /\ ~IsNew(s, m) /\ Take(m, s, again)
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, outbox, leftBehind, letters, state, answered, history>>

MayNotUndo(s) == Guard("irrevocable") /\ s = Pivot /\ ledger[s] = "done"
Answers(s) == Guard("repeated_answer") \/ ledger[s] # "compensated"

Compensate(s, again) ==
    /\ Take(Command(s), s, again)
    /\ IF MayNotUndo(s)
       THEN Say(s, {Refused(s)}) /\ UNCHANGED <<ledger, settled, rows, undone>>
       ELSE /\ ledger' = [ledger EXCEPT ![s] = IF Guard("empty_tombstone") \/ @ # "absent" THEN "compensated" ELSE @]
            /\ settled' = settled \ {s}
            /\ rows' = rows \ {s}
            /\ undone' = undone \cup {s}
            /\ Say(s, IF Answers(s) THEN {Compensated(s)} ELSE {})
    /\ UNCHANGED <<revised, claimed, leftBehind, letters, state, answered, performed, delivered>>

(*************************************************** the relay ***************************************************)
Publish(n) ==
    /\ outbox[n] # {} /\ n \notin leftBehind
    /\ bus' = bus \cup Deliveries(outbox[n])
    /\ outbox' = [outbox EXCEPT ![n] = {}]
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, leftBehind, letters, state, answered, faults, history>>

Sweep(n) ==
    /\ Guard("sweep") /\ n \in leftBehind
    /\ bus' = bus \cup Deliveries(outbox[n])
    /\ outbox' = [outbox EXCEPT ![n] = {}]
    /\ leftBehind' = leftBehind \ {n}
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, letters, state, answered, faults, history>>

(* Sent, and the broker's answer lost: the row stays in the outbox. *)
Unacknowledge(n) ==
    /\ outbox[n] # {} /\ Spend("crash")
    /\ bus' = bus \cup Deliveries(outbox[n])
    /\ leftBehind' = leftBehind \cup {n}
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, outbox, letters, state, answered, history>>

(* The process dies between commit and publish, or never learns that it has committed. *)
Crash(n) ==
    /\ outbox[n] # {} /\ n \notin leftBehind /\ Spend("crash")
    /\ IF Guard("outbox")
       THEN leftBehind' = leftBehind \cup {n} /\ UNCHANGED outbox
       ELSE outbox' = [outbox EXCEPT ![n] = {}] /\ UNCHANGED leftBehind
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, bus, letters, state, answered, history>>
=============================================================================
