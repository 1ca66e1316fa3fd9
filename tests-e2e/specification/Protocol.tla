------------------------------ MODULE Protocol ------------------------------
(* How one run is carried through N services, or undone in all of them: the protocol of the campaign production line.  *)
(*                                                                                                                     *)
(* An action is one committed transaction, or one thing that the world does to the system, and bears the name of the   *)
(* function that does it. README.md names the function of each action, and what is left out and why.                   *)
EXTENDS Observing

(*********************************************** what else may happen ********************************************)
(* A record that is never handled: its topic's retention ended first, or a person discarded it. *)
Lose(m, reader) ==
    /\ Delivery(m, reader) \in bus /\ Spend("loss") /\ bus' = bus \ {Delivery(m, reader)}
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, outbox, leftBehind, letters, state, answered, history>>

(* A step that fails for technical reasons to the last attempt: its record waits for a person. *)
Park(s, m) ==
    /\ IsNew(s, m) /\ Delivery(m, s) \in bus /\ Spend("park")
    /\ bus' = bus \ {Delivery(m, s)} /\ letters' = letters \cup {m}
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, outbox, leftBehind, state, answered, history>>

Replay(s, m) ==
    /\ m \in letters /\ letters' = letters \ {m} /\ bus' = bus \cup {Delivery(m, s)}
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, outbox, leftBehind, state, answered, faults, history>>

(* The orchestrator's database comes back from a backup: an earlier state, or nothing. *)
Past == {<<"unknown", {}>>, <<"RUNNING", {}>>} \cup {<<"COMPENSATING", s .. N>> : s \in 2 .. N + 1}
Restore(past) ==
    /\ Orchestrated /\ state # "unknown" /\ past # <<state, answered>> /\ past[2] \subseteq answered
    /\ past[1] = "COMPENSATING" => state \in {"COMPENSATING", "COMPENSATED"}
    /\ Spend("restore")
    /\ state' = past[1] /\ answered' = past[2]
    /\ outbox' = [outbox EXCEPT ![Orchestrator] = {}] /\ leftBehind' = leftBehind \ {Orchestrator}
    /\ UNCHANGED <<ledger, revised, settled, claimed, rows, bus, letters, history>>

(**************************************************** behaviours *************************************************)
Said == {Done(s) : s \in Services} \cup {Failed(s) : s \in Services}
        \cup {Compensated(s) : s \in Services} \cup {Refused(s) : s \in Services}
        \cup IF Revisable = {} THEN {} ELSE {SentBack, Redone}
Messages == Said \cup {<<"submitted", 0>>} \cup {Command(s) : s \in Services}

(* What the system itself owes. *)
Progress ==
    \/ \E s \in Services, again \in BOOLEAN :
        \/ \E m \in Starts(s) : Perform(s, m, again) \/ SendBack(s, m, again) \/ Refuse(s, m, again) \/ Ignore(s, m, again)
        \/ Compensate(s, again)
    \/ \E s \in Services : Write(s) \/ BeginUnknown(s) \/ Settle(s) \/ UndoAgain(s) \/ RemoveOrphan(s)
    \/ \E n \in Nodes : Publish(n) \/ Sweep(n)
    \/ \E m \in Said, again \in BOOLEAN : Observe(m, again)
    \/ WakeDeadline \/ WakeResend

(* What people and the world may do, or not. *)
World ==
    \/ Cancel
    \/ \E s \in Services : Purge(s) \/ \E m \in Starts(s) : Park(s, m) \/ Replay(s, m)
    \/ \E n \in Nodes : Unacknowledge(n) \/ Crash(n)
    \/ \E m \in Messages, reader \in Nodes : Lose(m, reader)
    \/ \E past \in Past : Restore(past)

Next == Progress \/ World

(* No step is due to one party before another: that something goes on is all that is asked for. *)
Spec == Init /\ [][Next]_vars /\ WF_vars(Progress)

(**************************************************** the promise ************************************************)
TypeOK ==
    /\ ledger \in [Services -> {"absent", "done", "failed", "compensated"}]
    /\ revised \subseteq Revisable /\ settled \subseteq Services /\ claimed \subseteq Services /\ rows \subseteq Services
    /\ letters \subseteq UNION {Starts(s) : s \in Services}
    /\ outbox \in [Nodes -> SUBSET Messages] /\ bus \subseteq Deliveries(Messages)
    /\ state \in {"unknown", "RUNNING", "COMPENSATING", "COMPLETED", "COMPENSATED"} /\ answered \subseteq Services
    /\ faults \in 0 .. FaultBudget

Everywhere == delivered /\ rows = Services
Nowhere == ~delivered /\ rows = {}
AtRest ==
    /\ bus = {} /\ claimed = {} /\ \A n \in Nodes : outbox[n] = {}
    /\ state \in {"unknown", "COMPLETED", "COMPENSATED"}
    /\ \A s \in Services : ~Unsettled(s) /\ ~Orphan(s)

EffectsAtMostOnce == \A s \in Services, r \in {1, 2} : performed[s][r] <= 1
OneRevisionIsDelivered == delivered => revised \in {{}, Revisable}
NoEffectAfterCompensation == undone \cap rows = {}
DeliveredIsFinal == delivered => rows = Services /\ undone = {}
UndoneInReverseOrder == \A s \in undone : s = Pivot \/ s + 1 \in undone
EverywhereOrNowhere == AtRest => Everywhere \/ Nowhere
OrchestratorTellsTheTruth ==
    /\ state = "COMPLETED" => delivered
    /\ state = "COMPENSATED" => undone = Services

(* Where nothing was forgotten or lost, each run that was heard of ends; what was forgotten leaves no orphan. *)
Ended ==
    \/ state = "COMPLETED" /\ Everywhere
    \/ state = "COMPENSATED" /\ Nowhere
    \/ state = "unknown" /\ (Everywhere \/ Nowhere) /\ faults < FaultBudget
EveryRunEnds == <>[]Ended
DeliveredWithoutTheOrchestrator == <>[]Everywhere
=============================================================================
