"""Whether a port is free, and whether somebody answers there."""

import http.client
import socket

from modellkommune.portals.operator.installation.errors import Refused


def refuse_used_port(address: str, port: int) -> None:
    """Raise Refused if another program listens on the port."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            raise Refused(
                f"Port {port} needs more rights than you have: choose one above 1023 with PORT."
            ) from None
        except OSError:
            raise Refused(
                f"Port {port} is in use: end the program that holds it, or choose another one, "
                f"for example PORT={min(port + 100, 65000)} make run."
            ) from None


def answers(port: int, path: str) -> bool:
    """Whether a web server on this machine answers the path with success."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
