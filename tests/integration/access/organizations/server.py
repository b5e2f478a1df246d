"""Organizations as moto has it, which LocalStack's free edition leaves out; it ends with the process that started it."""

import os
import signal
import sys
import threading

from moto.organizations.responses import OrganizationsResponse
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response


def answer(environ, start_response):
    request = Request(environ)
    try:
        status, headers, body = OrganizationsResponse.dispatch(request, request.url, request.headers)
        response = Response(body, status, headers)
    except Exception as error:
        response = error.get_response()
    return response(environ, start_response)


def end_with_parent():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
server = make_server("127.0.0.1", 0, answer)
print(server.server_port, flush=True)
server.serve_forever()
