"""What the benchmark does to the system's processes: services stopped and started, the database server restarted."""

from dataclasses import replace

from e2e_system import System
from rich.console import Console

from contracts.topics import SERVICES
from local_stack.progress import Progress
from local_stack.services import ServiceProcess, service_processes, stop_all, wait_ready
from local_stack.stack import Stack
from local_stack.state import repository


def stack_of(system: System) -> Stack:
    """The system as `make up` knows it, without its words."""
    return Stack(system.state, system.caller, Progress(Console(quiet=True)))


def stop_services(system: System) -> None:
    """End all services, the servers run on."""
    stop_all([service.daemon for service in _services(system)])


def start_services(system: System) -> None:
    """Start all services at once and wait until they are ready."""
    services = _services(system)
    for service in services:
        service.start({**system.caller, **system.environment}, repository())
    wait_ready(services)


def restart_postgres(system: System) -> None:
    """Stop the database server as its operator would, start it again, wait until the services have found it."""
    server = stack_of(system).postgres
    server.stop()
    server.start()
    wait_ready(_services(system))


def scale_up(system: System, replicas: int) -> System:
    """Start so many replicas of every service; gives the larger system."""
    larger = replace(system, replicas=replicas)
    larger.up()
    return larger


def scale_down(system: System, replicas: int) -> None:
    """End what `scale_up` has started."""
    for number in range(system.replicas + 1, replicas + 1):
        for service in SERVICES:
            system.terminate(f"{service}-{number}")


def _services(system: System) -> list[ServiceProcess]:
    return service_processes(system.state, stack_of(system).configuration.instances(system.replicas))
