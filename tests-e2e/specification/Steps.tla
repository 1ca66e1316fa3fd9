------------------------------- MODULE Steps --------------------------------
(* What a service does with a record, and how its relay says so. *)
EXTENDS Variables

(*************************************************** the services ************************************************)
(* What the ledger lets through; without "ledger" it only keeps out what is undone, without "tombstone" what is done. *)
IsNew(s) ==
    \/ ledger[s] = "absent"
    \/ ~Guard("ledger") /\ ledger[s] = "done"
    \/ ~Guard("tombstone") /\ ledger[s] = "compensated"

(* The step's effect, whichever transaction writes it. *)
Effect(s) ==
    /\ rows' = rows \cup {s}
    /\ Say(s, {Done(s)})
    /\ performed' = [performed EXCEPT ![s] = IF @ < 2 THEN @ + 1 ELSE @]
    /\ delivered' = (delivered \/ s = Pivot)

Perform(s, again) ==
    /\ IsNew(s) /\ Take(Starting(s), s, again)
    /\ ledger' = [ledger EXCEPT ![s] = "done"]
    /\ IF Guard("atomic_claim")
       THEN Effect(s) /\ UNCHANGED claimed
       ELSE claimed' = claimed \cup {s} /\ UNCHANGED <<rows, outbox, performed, delivered>>
    /\ UNCHANGED <<settled, leftBehind, letters, state, answered, undone>>

(* Only without "atomic_claim": the second of two transactions. *)
Write(s) ==
    /\ s \in claimed /\ claimed' = claimed \ {s} /\ Effect(s)
    /\ UNCHANGED <<ledger, settled, leftBehind, bus, letters, state, answered, faults, undone>>

Refuse(s, again) ==
    /\ Refusing /\ IsNew(s) /\ Take(Starting(s), s, again)
    /\ ledger' = [ledger EXCEPT ![s] = "failed"]
    /\ rows' = IF s \in RefusalRows THEN rows \cup {s} ELSE rows
    /\ Say(s, {Failed(s)})
    /\ UNCHANGED <<settled, claimed, leftBehind, letters, state, answered, history>>

(* A duplicate, or a late record that finds the tombstone. *)
Ignore(s, again) ==
    /\ ~IsNew(s) /\ Take(Starting(s), s, again)
    /\ UNCHANGED <<ledger, settled, claimed, rows, outbox, leftBehind, letters, state, answered, history>>

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
    /\ UNCHANGED <<claimed, leftBehind, letters, state, answered, performed, delivered>>

(*************************************************** the relay ***************************************************)
Publish(n) ==
    /\ outbox[n] # {} /\ n \notin leftBehind
    /\ bus' = bus \cup Deliveries(outbox[n])
    /\ outbox' = [outbox EXCEPT ![n] = {}]
    /\ UNCHANGED <<ledger, settled, claimed, rows, leftBehind, letters, state, answered, faults, history>>

Sweep(n) ==
    /\ Guard("sweep") /\ n \in leftBehind
    /\ bus' = bus \cup Deliveries(outbox[n])
    /\ outbox' = [outbox EXCEPT ![n] = {}]
    /\ leftBehind' = leftBehind \ {n}
    /\ UNCHANGED <<ledger, settled, claimed, rows, letters, state, answered, faults, history>>

(* Sent, and the broker's answer lost: the row stays in the outbox. *)
Unacknowledge(n) ==
    /\ outbox[n] # {} /\ Spend("crash")
    /\ bus' = bus \cup Deliveries(outbox[n])
    /\ leftBehind' = leftBehind \cup {n}
    /\ UNCHANGED <<ledger, settled, claimed, rows, outbox, letters, state, answered, history>>

(* The process dies between commit and publish, or never learns that it has committed. *)
Crash(n) ==
    /\ outbox[n] # {} /\ n \notin leftBehind /\ Spend("crash")
    /\ IF Guard("outbox")
       THEN leftBehind' = leftBehind \cup {n} /\ UNCHANGED outbox
       ELSE outbox' = [outbox EXCEPT ![n] = {}] /\ UNCHANGED leftBehind
    /\ UNCHANGED <<ledger, settled, claimed, rows, bus, letters, state, answered, history>>
=============================================================================
