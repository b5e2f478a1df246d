"""Drives one of AWS's rotation templates as Lambda's runtime would: loads the handler once, then does the four phases
of each rotation that a line on standard input names. Answers go to descriptor 3, since functions log to the others.

Arguments: the template's folder; a file of the authorities to trust in PEM.
"""

import importlib
import json
import logging
import os
import sys
import time

from trust import trust


def rotate(handler, request):
    phase_ms = []
    for step in ["createSecret", "setSecret", "testSecret", "finishSecret"]:
        start = time.perf_counter()
        handler({"Step": step, "SecretId": request["secretId"], "ClientRequestToken": request["token"]}, None)
        phase_ms.append((time.perf_counter() - start) * 1000)
    return phase_ms


def main(folder, authorities):
    answers = os.fdopen(3, "w")
    logging.basicConfig(stream=sys.stderr)
    began = time.perf_counter()
    sys.path.insert(0, folder)
    handler = importlib.import_module("lambda_function").lambda_handler
    load_ms = (time.perf_counter() - began) * 1000
    trust(authorities)
    for line in iter(sys.stdin.readline, ""):
        try:
            answer = {"phaseMs": rotate(handler, json.loads(line)), "loadMs": load_ms}
        except Exception as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), file=answers, flush=True)


main(*sys.argv[1:])
