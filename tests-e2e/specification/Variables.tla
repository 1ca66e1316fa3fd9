----------------------------- MODULE Variables ------------------------------
(* What the protocol is about: its constants, what the parties have committed, and the messages between them. *)
EXTENDS Naturals, FiniteSets

CONSTANTS
    N,              \* the number of services; the last is the pivot
    FaultBudget,    \* how many faults may happen in one behaviour, of any kinds that are enabled
    FaultKinds,     \* which kinds: "repeat", "crash", "loss", "park", "restore"
    RefusalRows,    \* the services whose business refusal stores rows of its own (a report, a rejected brief)
    Refusing,       \* whether steps may refuse
    Revising,       \* whether the last step before the pivot may send back, once, what the step before it made
    Cancelling,     \* whether a person may cancel
    Purging,        \* whether ledger entries are purged
    Orchestrated,   \* whether the orchestrator is up; the way forward does not need it
    Without         \* the guards that are taken away: {} is the protocol, anything else a mutant of it

Services == 1 .. N
Pivot == N
Checker == N - 1
Writer == N - 2
Revisable == IF Revising /\ N > 2 THEN {Writer, Checker} ELSE {}
Orchestrator == N + 1
Nodes == Services \cup {Orchestrator}
Guard(name) == name \notin Without

VARIABLES
    ledger,         \* ledger[s]: "absent", "done", "failed" or "compensated": run_ledger.state
    revised,        \* the services whose entry is of the second revision: run_ledger.revision
    settled,        \* the services whose entry has settled_at
    claimed,        \* only without "atomic_claim": entries whose rows are not written yet
    rows,           \* the services that hold rows of the run
    outbox,         \* outbox[n]: messages committed and not yet acknowledged
    leftBehind,     \* nodes whose outbox nobody alive was told of: the sweeper's
    bus,            \* deliveries to come: <<kind, step, reader>>
    letters,        \* the messages that have been parked by the service whose step they start
    state,          \* the orchestrator's run: "unknown", "RUNNING", "COMPENSATING", "COMPLETED" or "COMPENSATED"
    answered,       \* the services whose compensation the orchestrator knows of: compensated_at
    faults,         \* how many faults may still happen
    performed,      \* history: performed[s][r], how often the step's effect was committed for revision r
    undone,         \* history: services that have been compensated
    delivered       \* history: whether the pivot has ever been done

shown == <<ledger, revised, settled, claimed, rows, outbox, leftBehind, bus, letters, state, answered>>
history == <<performed, undone, delivered>>
vars == <<shown, faults, history>>

(*************************************************** messages ****************************************************)
Starting(s) == IF s = 1 THEN <<"submitted", 0>> ELSE <<"done", s - 1>>
Done(s) == <<"done", s>>
SentBack == <<"sent back", Checker>>
Redone == <<"redone", Writer>>
Starts(s) == {Starting(s)} \cup IF s \notin Revisable THEN {} ELSE IF s = Writer THEN {SentBack} ELSE {Redone}
RevisionOf(m) == IF m \in {SentBack, Redone} THEN 2 ELSE 1
(* The pivot takes whichever revision has passed, so what the checker passes is one message. *)
Made(s, r) == IF r = 2 /\ s = Writer THEN Redone ELSE Done(s)
Failed(s) == <<"failed", s>>
Command(s) == <<"compensate", s>>
Compensated(s) == <<"compensated", s>>
Refused(s) == <<"refused", s>>

Readers(m) ==
    CASE m[1] = "submitted" -> {1}
      [] m[1] = "compensate" -> {m[2]}
      [] m[1] \in {"done", "redone"} /\ m[2] < N -> {m[2] + 1, Orchestrator}
      [] m[1] = "sent back" -> {Writer, Orchestrator}
      [] OTHER -> {Orchestrator}
Delivery(m, reader) == <<m[1], m[2], reader>>
Deliveries(messages) == UNION {{Delivery(m, reader) : reader \in Readers(m)} : m \in messages}

Spend(kind) == kind \in FaultKinds /\ faults > 0 /\ faults' = faults - 1

(* Take a delivery. It comes again where `again`: redelivered, replayed by an offset reset, or read by a zombie too. *)
Take(m, reader, again) ==
    /\ Delivery(m, reader) \in bus
    /\ IF again
       THEN Spend("repeat") /\ bus' = bus
       ELSE bus' = bus \ {Delivery(m, reader)} /\ UNCHANGED faults

Say(n, messages) == outbox' = [outbox EXCEPT ![n] = @ \cup messages]

Init ==
    /\ ledger = [s \in Services |-> "absent"] /\ revised = {} /\ settled = {} /\ claimed = {} /\ rows = {}
    /\ outbox = [n \in Nodes |-> {}] /\ leftBehind = {}
    /\ bus = Deliveries({<<"submitted", 0>>}) /\ letters = {}
    /\ state = "unknown" /\ answered = {}
    /\ faults = FaultBudget
    /\ performed = [s \in Services |-> <<0, 0>>] /\ undone = {} /\ delivered = FALSE
=============================================================================
