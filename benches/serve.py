#!/usr/bin/env python3
"""How long it takes from saving a file to the new page, and what memory `serve` needs while one writes.

  serve.py --kit DIR [--saves 200] [--talktrack PATH]

Edits one competitor of a kit again and again, as an author does, and asks for its page as an open browser does: when the
server says that something changed. The kit is put back as it was. Prints milliseconds (median, 95th percentile, most)
and the memory of the program in MB along the way.
"""
import argparse
import http.client
import pathlib
import re
import statistics
import subprocess
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--kit", required=True, type=pathlib.Path)
parser.add_argument("--saves", type=int, default=200)
parser.add_argument("--talktrack", default="target/release/talktrack")
asked = parser.parse_args()


def memory(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def page(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def main():
    card = sorted((asked.kit / "content" / "competitors").glob("*.yaml"))[0]
    before = card.read_bytes()
    named = re.search(rb"^id: *(\S+)", before, re.M)
    path = f"/internal/battlecard/{named.group(1).decode() if named else card.stem}.html"
    program = subprocess.Popen(
        [asked.talktrack, "serve", "--root", asked.kit, "--port", "0", "--quiet"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        said = next(line for line in program.stdout if "http://" in line)
        port = int(re.search(r"127\.0\.0\.1:(\d+)", said).group(1))
        page(port, path)
        events = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        events.request("GET", "/~talktrack/state")
        state = events.getresponse()
        state.readline()
        took, held = [], [memory(program.pid)]
        for save in range(asked.saves):
            time.sleep(0.05)
            word = f"zebra{save}"
            start = time.perf_counter()
            card.write_bytes(re.sub(rb"^one_liner: .*$", b"one_liner: Said anew " + word.encode(), before, flags=re.M))
            while True:
                if state.readline().startswith(b"data:") and word in page(port, path):
                    break
            took.append((time.perf_counter() - start) * 1000)
            if (save + 1) % max(1, asked.saves // 10) == 0:
                held.append(memory(program.pid))
        took.sort()
        print(f"{asked.saves} saves: median {statistics.median(took):.0f} ms, "
              f"95th percentile {took[int(len(took) * 0.95) - 1]:.0f} ms, most {took[-1]:.0f} ms")
        print("memory in MB:", " ".join(f"{mb:.0f}" for mb in held))
    finally:
        program.kill()
        program.wait()
        card.write_bytes(before)


main()
