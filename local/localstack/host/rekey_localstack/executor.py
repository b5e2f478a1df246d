"""Runs a Lambda function as a child process of Node: one process per execution environment."""

import ctypes
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import ExecutorEndpoint
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor
from localstack.utils.net import get_free_tcp_port

RUNTIME = Path(__file__).with_name("runtime.mjs")
PR_SET_PDEATHSIG = 1
LOOPBACK = "127.0.0.1"


def die_with_parent():
    """No function survives LocalStack, however LocalStack ends. Linux only; elsewhere stop() is all there is."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        pass


class NodeProcessExecutor(RuntimeExecutor):
    def __init__(self, id, function_version):
        super().__init__(id=id, function_version=function_version)
        self.endpoint = ExecutorEndpoint(id)
        self.process = None
        self.env = {}
        self.invoking = threading.Event()
        self.log = Path(config.dirs.tmp) / f"lambda-{function_version.id.function_name}-{id}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)

    def start(self, env_vars):
        code = str(self.function_version.config.code.get_unzipped_code_location())
        # Nothing of the host's environment but the way to its programs: the function sees what Lambda shows it.
        self.env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.env |= {name: str(value) for name, value in env_vars.items()}
        self.env["LAMBDA_TASK_ROOT"] = code
        self.endpoint.start()
        self._spawn()

    def _spawn(self):
        from concurrent.futures import Future

        port = get_free_tcp_port()
        self.endpoint.container_address = LOOPBACK
        self.endpoint.container_port = port
        self.endpoint.startup_future = Future()
        with self.log.open("ab") as log:
            # Popen's preexec function needs the main thread's death signal: PDEATHSIG follows the spawning
            # *thread*, so the spawning thread is one that lives as long as LocalStack does.
            self.process = spawner.submit(
                lambda: subprocess.Popen(
                    [os.environ.get("REKEY_NODE", "node"), str(RUNTIME)],
                    cwd=self.env["LAMBDA_TASK_ROOT"],
                    env=self.env | {"REKEY_RUNTIME_PORT": str(port)},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    preexec_fn=die_with_parent,
                )
            ).result()
        threading.Thread(target=self._watch_startup, args=(self.process,), daemon=True).start()
        self.endpoint.wait_for_startup()

    def _watch_startup(self, process):
        """A function that dies while it loads must fail the start, not hang it."""
        process.wait()
        future = self.endpoint.startup_future
        if process is self.process and not future.done():
            future.set_exception(RuntimeError(f"Runtime.ExitError: exit status {process.returncode}"))

    def stop(self):
        self._kill()
        self.endpoint.shutdown()

    def _kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def invoke(self, payload):
        """As Lambda does: a function over its time, or one that exits, is killed; the next call gets a new process."""
        if self.process.poll() is not None:
            self._spawn()
        request_id = payload["invoke-id"]
        timeout = float(self.env.get("AWS_LAMBDA_FUNCTION_TIMEOUT", "3"))
        logged = self.log.stat().st_size if self.log.exists() else 0
        done = threading.Event()
        ended = {}
        guard = threading.Thread(
            target=self._guard, args=(done, ended, self.process, time.monotonic() + timeout, timeout, request_id), daemon=True
        )
        guard.start()
        try:
            result = self.endpoint.invoke(payload)
        except Exception:
            done.set()
            guard.join()
            if not ended:
                raise
            result = None
        done.set()
        guard.join()
        if ended:
            body = {"errorType": ended["type"], "errorMessage": ended["message"]}
            logs = self._logs_since(logged) + f"{ended['message']}\n"
            return InvocationResult(request_id, json.dumps(body).encode(), is_error=True, logs=logs)
        return result

    def _guard(self, done, ended, process, deadline, timeout, request_id):
        while not done.wait(0.02):
            if time.monotonic() > deadline:
                ended |= {
                    "type": "Sandbox.Timedout",
                    "message": f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds",
                }
            elif process.poll() is not None:
                ended |= {
                    "type": "Runtime.ExitError",
                    "message": f"RequestId: {request_id} Error: Runtime exited with error: exit status {process.returncode}",
                }
            if ended:
                self._kill()
                future = self.endpoint.invocation_future
                if future and not future.done():
                    future.set_exception(RuntimeError(ended["message"]))
                return

    def _logs_since(self, offset):
        with self.log.open("rb") as log:
            log.seek(offset)
            return log.read().decode(errors="replace")

    def get_address(self):
        return LOOPBACK

    def get_endpoint_from_executor(self):
        return LOOPBACK

    def get_runtime_endpoint(self):
        return f"http://{LOOPBACK}:{config.GATEWAY_LISTEN[0].port}{self.endpoint.get_endpoint_prefix()}"

    def get_logs(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @classmethod
    def prepare_version(cls, function_version):
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        pass

    @classmethod
    def validate_environment(cls):
        return True


class Spawner:
    """One thread for all children, since PDEATHSIG is sent when the thread that made the child ends."""

    def __init__(self):
        from concurrent.futures import ThreadPoolExecutor

        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")

    def submit(self, work):
        return self.pool.submit(work)


spawner = Spawner()
