------------------------------- MODULE Traces -------------------------------
(* Behaviours of the protocol that say which action each step was, to be replayed against the code. *)
EXTENDS Protocol

VARIABLE action

Did(name, parameters) == action' = <<name, parameters>>

TraceInit == Init /\ action = <<"Init", <<0>>>>

TraceNext ==
    \/ \E s \in Services, again \in BOOLEAN :
        \/ \E m \in Starts(s) :
            \/ Perform(s, m, again) /\ Did("Perform", <<s, m, again>>)
            \/ SendBack(s, m, again) /\ Did("SendBack", <<s, m, again>>)
            \/ Refuse(s, m, again) /\ Did("Refuse", <<s, m, again>>)
            \/ Ignore(s, m, again) /\ Did("Ignore", <<s, m, again>>)
        \/ Compensate(s, again) /\ Did("Compensate", <<s, again>>)
    \/ \E s \in Services :
        \/ BeginUnknown(s) /\ Did("BeginUnknown", <<s>>)
        \/ Settle(s) /\ Did("Settle", <<s>>)
        \/ UndoAgain(s) /\ Did("UndoAgain", <<s>>)
        \/ RemoveOrphan(s) /\ Did("RemoveOrphan", <<s>>)
        \/ Purge(s) /\ Did("Purge", <<s>>)
        \/ \E m \in Starts(s) :
            \/ Park(s, m) /\ Did("Park", <<s, m>>)
            \/ Replay(s, m) /\ Did("Replay", <<s, m>>)
    \/ \E n \in Nodes :
        \/ Publish(n) /\ Did("Publish", <<n>>)
        \/ Sweep(n) /\ Did("Sweep", <<n>>)
        \/ Unacknowledge(n) /\ Did("Unacknowledge", <<n>>)
        \/ Crash(n) /\ Did("Crash", <<n>>)
    \/ \E m \in Said, again \in BOOLEAN : Observe(m, again) /\ Did("Observe", <<m, again>>)
    \/ WakeDeadline /\ Did("WakeDeadline", <<0>>)
    \/ WakeResend /\ Did("WakeResend", <<0>>)
    \/ Cancel /\ Did("Cancel", <<0>>)
    \/ \E m \in Messages, reader \in Nodes : Lose(m, reader) /\ Did("Lose", <<m, reader>>)
    \/ \E past \in Past : Restore(past) /\ Did("Restore", past)
=============================================================================
