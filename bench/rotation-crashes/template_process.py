"""Does phases of a rotation by one of AWS's templates, in a process that may die at a call.

Each line on standard input names a rotation, its phases and the death, if any; each is done by a child process.
Descriptor 3 gets a line for each phase, for each remote call before it is made, and for the end.

Arguments: the template's folder; a file of the authorities to trust in PEM.
"""

import importlib
import json
import os
import signal
import sys
from pathlib import Path

import botocore.client

sys.path.insert(0, str(Path(__file__).parents[1] / "rotation"))
from trust import trust  # noqa: E402


def tell(event):
    os.write(3, f"{json.dumps(event)}\n".encode())


class Calls:
    """Counts remote calls, and dies at one of them."""

    def __init__(self):
        self.death = None
        self.count = 0

    def watch(self, owner, name, label):
        original = getattr(owner, name)

        def watched(*args, **kwargs):
            self.count += 1
            number = self.count
            tell({"call": label(*args)})
            self.die_if(number, "before")
            try:
                return original(*args, **kwargs)
            finally:
                self.die_if(number, "after")

        setattr(owner, name, watched)

    def die_if(self, number, moment):
        if self.death == {"call": number, "moment": moment}:
            os.kill(os.getpid(), signal.SIGKILL)


def verb(statement):
    """The beginning of a statement: the rest may hold a password."""
    return " ".join(statement.split()[:2])


def watch_drivers(calls):
    calls.watch(botocore.client.BaseClient, "_make_api_call", lambda client, operation, parameters: operation)
    if pgdb := sys.modules.get("pgdb"):
        calls.watch(pgdb, "connect", lambda: "connect")
        calls.watch(pgdb.Cursor, "execute", lambda cursor, statement, *values: verb(statement))
        calls.watch(pgdb.Connection, "commit", lambda connection: "COMMIT")
    if pymysql := sys.modules.get("pymysql"):
        calls.watch(pymysql, "connect", lambda: "connect")
        calls.watch(pymysql.cursors.Cursor, "execute", lambda cursor, statement, *values: verb(statement))
        calls.watch(pymysql.connections.Connection, "commit", lambda connection: "COMMIT")


def run(handler, request):
    for step in request["phases"]:
        tell({"phase": step})
        handler({"Step": step, "SecretId": request["secretId"], "ClientRequestToken": request["token"]}, None)


def main(folder, authorities):
    sys.path.insert(0, folder)
    handler = importlib.import_module("lambda_function").lambda_handler
    trust(authorities)
    calls = Calls()
    watch_drivers(calls)
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            calls.death = request.get("death")
            try:
                run(handler, request)
            except Exception as error:
                tell({"error": repr(error)[:500]})
            os._exit(0)
        _, status = os.waitpid(child, 0)
        tell({"end": "died" if os.WIFSIGNALED(status) else "ended"})


main(*sys.argv[1:])
