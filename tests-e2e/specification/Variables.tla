----------------------------- MODULE Variables ------------------------------
(* What the protocol is about: its constants, what the parties have committed, and the messages between them. *)
EXTENDS Naturals, FiniteSets

CONSTANTS
    N,              \* the number of services; the last is the pivot
    FaultBudget,    \* how many faults may happen in one behaviour, of any kinds that are enabled
    FaultKinds,     \* which kinds: "repeat", "crash", "loss", "park", "restore"
    RefusalRows,    \* the services whose business refusal stores rows of its own (a report, a rejected brief)
    Refusing,       \* whether steps may refuse
    Cancelling,     \* whether a person may cancel
    Purging,        \* whether ledger entries are purged
    Orchestrated,   \* whether the orchestrator is up; the way forward does not need it
    Without         \* the guards that are taken away: {} is the protocol, anything else a mutant of it

Services == 1 .. N
Pivot == N
Orchestrator == N + 1
Nodes == Services \cup {Orchestrator}
Guard(name) == name \notin Without

VARIABLES
    ledger,         \* ledger[s]: "absent", "done", "failed" or "compensated": run_ledger.state
    settled,        \* the services whose entry has settled_at
    claimed,        \* only without "atomic_claim": entries whose rows are not written yet
    rows,           \* the services that hold rows of the run
    outbox,         \* outbox[n]: messages committed and not yet acknowledged
    leftBehind,     \* nodes whose outbox nobody alive was told of: the sweeper's
    bus,            \* deliveries to come: <<kind, step, reader>>
    letters,        \* the services that have parked the record which starts their step
    state,          \* the orchestrator's run: "unknown", "RUNNING", "COMPENSATING", "COMPLETED" or "COMPENSATED"
    answered,       \* the services whose compensation the orchestrator knows of: compensated_at
    faults,         \* how many faults may still happen
    performed,      \* history: performed[s], how often the step's effect was committed
    undone,         \* history: services that have been compensated
    delivered       \* history: whether the pivot has ever been done

shown == <<ledger, settled, claimed, rows, outbox, leftBehind, bus, letters, state, answered>>
history == <<performed, undone, delivered>>
vars == <<shown, faults, history>>

(*************************************************** messages ****************************************************)
Starting(s) == IF s = 1 THEN <<"submitted", 0>> ELSE <<"done", s - 1>>
Done(s) == <<"done", s>>
Failed(s) == <<"failed", s>>
Command(s) == <<"compensate", s>>
Compensated(s) == <<"compensated", s>>
Refused(s) == <<"refused", s>>

Readers(m) ==
    CASE m[1] = "submitted" -> {1}
      [] m[1] = "compensate" -> {m[2]}
      [] m[1] = "done" /\ m[2] < N -> {m[2] + 1, Orchestrator}
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
    /\ ledger = [s \in Services |-> "absent"] /\ settled = {} /\ claimed = {} /\ rows = {}
    /\ outbox = [n \in Nodes |-> {}] /\ leftBehind = {}
    /\ bus = Deliveries({<<"submitted", 0>>}) /\ letters = {}
    /\ state = "unknown" /\ answered = {}
    /\ faults = FaultBudget
    /\ performed = [s \in Services |-> 0] /\ undone = {} /\ delivered = FALSE
=============================================================================
