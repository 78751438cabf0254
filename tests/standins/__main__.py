"""`python -m tests.standins`: OpenAI and Google on fixed ports, for a call without any account."""

import argparse
import threading

from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.openai import OpenAIStandIn


def main() -> None:
    """Run until Ctrl-C; prints the environment that points the app here."""
    options = argparse.ArgumentParser(prog="python -m tests.standins", description=__doc__)
    options.add_argument("--openai-port", type=int, default=9101)
    options.add_argument("--google-port", type=int, default=9102)
    ports = options.parse_args()
    with OpenAIStandIn(ports.openai_port) as openai, GoogleV2StandIn(ports.google_port) as google:
        print(f"OPENAI_BASE_URL={openai.base_url} OPENAI_API_KEY=standin", flush=True)
        print(f"GOOGLE_TRANSLATE_BASE_URL={google.url} GOOGLE_TRANSLATE_API_KEY=standin", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("stopped")


if __name__ == "__main__":
    main()
