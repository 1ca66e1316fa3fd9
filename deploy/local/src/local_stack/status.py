"""What runs at the moment, on which address, and whether it is ready."""

from rich.console import Console
from rich.table import Table

from local_stack.services import ServiceProcess, service_processes
from local_stack.stack import Stack


def show_status(stack: Stack) -> bool:
    """Print a line a process; tell whether all that should run does, and is ready."""
    table = Table("name", "pid", "address", "state", box=None, pad_edge=False)
    states = [_server(table, stack, name) for name in ("kafka", "postgres")]
    states += [_service(table, process) for process in _expected(stack)]
    Console(highlight=False, soft_wrap=True).print(table)
    return all(states)


def _expected(stack: Stack) -> list[ServiceProcess]:
    left_behind = {one.name for one in stack.daemons()}
    return service_processes(stack.state, stack.configuration.instances(1, left_behind))


def _server(table: Table, stack: Stack, name: str) -> bool:
    configuration = stack.configuration
    ours = configuration.our_broker if name == "kafka" else bool(configuration.our_databases)
    if not ours:
        table.add_row(name, "", "configured by the caller", "external")
        return True
    server = stack.kafka if name == "kafka" else stack.postgres
    table.add_row(name, str(server.pid or ""), f"127.0.0.1:{server.port}", "running" if server.pid else "stopped")
    return server.pid is not None


def _service(table: Table, process: ServiceProcess) -> bool:
    pid = process.daemon.pid
    ready = pid is not None and process.ready()
    state = "ready" if ready else "not ready" if pid else "stopped"
    table.add_row(process.instance.name, str(pid or ""), process.instance.url, state)
    return ready
