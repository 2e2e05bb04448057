#!/usr/bin/env python3
"""Lets schemathesis send requests to every route of a node and judge its answers.   routes.py BINARY EXAMPLES SEED"""
import json, os, re, shutil, subprocess, sys, tempfile, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
binary, examples, seed = sys.argv[1:]
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "negative_data_rejection", "unsupported_method", "missing_required_header"]
# What is there when the requests come; half of the requests are about it.
KNOWN = [("boards", {"id": "known", "title": "Known"}), ("companies", {"id": "known", "title": "Known"}),
         ("chats", {"id": "known", "title": "Known", "members": ["ann"]}),
         ("boards/known/notes", {"id": "known", "text": "Known"})]
# Why without the token of consistency: a position that the log has not reached yet is waited for, and then refused with
# 503 and a time to come again, which is right and would be taken for a fault of the server.
HOOKS = """
import random
import schemathesis

@schemathesis.hook
def map_headers(context, headers):
    return {name: value for name, value in (headers or {}).items() if name.lower() != "belvedere-token"}

@schemathesis.hook
def map_path_parameters(context, parameters):
    if parameters and random.random() < 0.5:
        first = next(iter(parameters))
        if context.operation.path.startswith(("/api/boards/", "/api/companies/{", "/api/chats/")):
            return {**parameters, first: "known"}
    return parameters
"""
# The edge answers TRACE and CONNECT with 501, whatever the path.
CONFIGURATION = """
[phases.coverage]
unexpected-methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""


def post(port, token, path, body):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/{path}", json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer: assert answer.status == 201, answer.status


place = tempfile.mkdtemp(prefix="belvedere-routes.")
node = subprocess.Popen(
    [binary, "serve", "--server.listen", "127.0.0.1:0", "--server.admin_listen", "", "--storage.directory", place,
     "--storage.files", ROOT, "--accounts.password_memory", "64KiB", "--accounts.password_passes", "1"],
    stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
try:
    line = node.stderr.readline()
    while "listens on" not in line: line = node.stderr.readline()
    port = int(re.search(r":(\d+)\s*$", line).group(1))
    token = subprocess.run([binary, "token", "mint", "--user", "root", "--role", "admin", "--data", place],
                           capture_output=True, text=True, check=True).stdout.strip()
    for path, body in KNOWN: post(port, token, path, body)
    with open(f"{place}/hooks.py", "w") as file: file.write(HOOKS)
    with open(f"{place}/schemathesis.toml", "w") as file: file.write(CONFIGURATION)
    run = subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "--config-file",
         f"{place}/schemathesis.toml", "run",
         f"http://127.0.0.1:{port}/openapi.json", "--checks", ",".join(CHECKS), "--max-examples", examples,
         "--seed", seed, "--header", f"Authorization: Bearer {token}", "--phases", "examples,coverage,fuzzing",
         "--generation-database", "none", "--warnings", "off", "--no-color"],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": place}, cwd=place)
    sys.exit(run.returncode if node.poll() is None else f"the node ended with {node.returncode}")
finally:
    if node.poll() is None: node.terminate()
    node.wait()
    shutil.rmtree(place, ignore_errors=True)
