"""What schemathesis must know of the gateway: how its scalars look, and which answers are failures of ours."""
import json

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
WHOLE = st.integers(min_value=-(2**63), max_value=2**63 - 1)

SCALARS = {
    "Cursor": st.one_of(TEXT, st.just("v1.1.0"), st.builds(lambda n: f"v1.1.{n}", WHOLE)).map(nodes.String),
    "Date": st.one_of(TEXT, st.dates().map(str)).map(nodes.String),
    "DateTime": st.one_of(TEXT, st.datetimes().map(lambda t: t.isoformat() + "Z")).map(nodes.String),
    "Decimal": st.one_of(TEXT, st.decimals(allow_nan=False, allow_infinity=False).map(str)).map(nodes.String),
    "Duration": st.one_of(TEXT, st.just("PT5M")).map(nodes.String),
    "EmailAddress": st.one_of(TEXT, st.emails()).map(nodes.String),
    "JSON": st.one_of(TEXT.map(nodes.String), WHOLE.map(nodes.Int)),
    "Long": st.one_of(WHOLE.map(nodes.Int), WHOLE.map(lambda n: nodes.String(str(n)))),
    "MicroUSD": st.one_of(WHOLE.map(nodes.Int), TEXT.map(nodes.String)),
    "UUID": st.one_of(TEXT, st.uuids().map(str)).map(nodes.String),
}
for name, strategy in SCALARS.items():
    schemathesis.graphql.scalar(name, strategy)


@schemathesis.check
def nothing_of_ours_fails(ctx, response, case):
    """No status of ours, no error without a code, and none that says that something failed inside."""
    assert response.status_code < 500, response.status_code
    answer = json.loads(response.content)
    for error in answer.get("errors", []):
        code = error.get("extensions", {}).get("code")
        assert code, f"an error without a code: {error}"
        assert code != "INTERNAL", f"something failed inside: {error}"
