"""Signs and reads sample cookies with itsdangerous, as flask-pancake does.

One JSON request a line on standard input, one JSON answer a line on standard output:
  {"secret": S, "write": [[name, value], ...]}  ->  {"cookie": C}
  {"secret": S, "read": C}                      ->  {"state": [[name, value], ...]} or {"error": T}
"""

import json
import sys

from itsdangerous import BadData, URLSafeSerializer

for line in sys.stdin:
    request = json.loads(line)
    serializer = URLSafeSerializer(request["secret"], salt="flask_pancake.cookie")
    if "write" in request:
        answer = {"cookie": serializer.dumps(dict(request["write"]))}
    else:
        try:
            answer = {"state": list(serializer.loads(request["read"]).items())}
        except BadData as error:
            answer = {"error": type(error).__name__}
    print(json.dumps(answer), flush=True)
