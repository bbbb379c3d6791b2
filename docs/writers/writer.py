"""A writer of programs that climbs hills: it changes its best program, and keeps what earns more. See docs/external.md."""
import json
import random
import sys


def change(source, terminals, draw):
    """A program that is near another one."""
    if source == "" or draw.random() < 0.3:
        return draw.choice(terminals)
    operator = draw.choice(["+", "-", "*", "min", "max"])
    other = draw.choice(terminals)
    if operator in ("min", "max"):
        return f"{operator}({source}, {other})"
    return f"({source} {operator} {other})"


def main():
    draw = random.Random(0)  # a fixed seed, so that the same questions get the same answers
    terminals, best, best_earned, last = [], "", 0.0, ""
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "card":
            terminals = message["card"]["program"]["terminals"]
        elif message["type"] == "write":
            previous = message["previous"]
            if previous is None:  # another evidence value begins: the null program earns nothing
                best, best_earned = "", float("-inf")
            elif "error" not in previous and previous["objective"] > best_earned:
                best, best_earned = last, previous["objective"]
            last = change(best, terminals, draw)
            print(json.dumps({"source": last}), flush=True)
        elif message["type"] == "done":
            return


main()
