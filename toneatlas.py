"""The command line: ``python -m toneatlas serve | analyze | evaluate | models | sample | worker``.

Thin, and lazy: what a command needs is imported when it runs, so that ``--help`` answers at once.
"""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent / "sample_day"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. An error that a person can act on is one sentence on stderr and status 1."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    if chosen.home:
        os.environ["TONEATLAS_HOME"] = str(Path(chosen.home).resolve())
    from analysis.errors import AnalysisError
    from data.errors import DataError
    from data.home import Home
    from inference.errors import InferenceError
    from jobs.errors import JobError

    os.environ.update(Home.from_environment().environment())

    try:
        status: int = chosen.run(chosen)
        return status
    except (AnalysisError, DataError, InferenceError, JobError) as error:
        print(f"toneatlas: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("toneatlas: stopped; what was finished is stored, the rest goes on next time", file=sys.stderr)
        return 130


def serve(chosen: argparse.Namespace) -> int:
    """The dashboard and the HTTP API on one port, with a worker beside them."""
    from dashboard.server import check_port, run
    from data.folders import allow
    from data.home import Home
    from jobs.keeper import Keeper

    home = Home.from_environment()
    allow(home, chosen.folders)
    check_port(chosen.host, chosen.port)  # before anything that takes long
    if chosen.sample:
        _fill_with_sample(chosen)
    keeper = Keeper(home, arguments=_means_as_arguments(chosen))
    if not chosen.no_worker:
        keeper.start()
    try:
        run(home, host=chosen.host, port=chosen.port, hosts=tuple(chosen.allow_host))
    finally:
        print("toneatlas: stopping; the worker finishes the file at hand", file=sys.stderr, flush=True)
        keeper.stop()
    return 0


def worker(chosen: argparse.Namespace) -> int:
    """A worker alone, until it is told to stop."""
    from data.home import Home
    from data.store import Store
    from jobs.worker import Worker

    running = Worker(Store.open(Home.from_environment()), means=_means(chosen), name=chosen.name)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: running.stopping.set())
    if chosen.beside_server:
        threading.Thread(target=_stop_with_server, args=[running.stopping], daemon=True).start()
    running.run()
    return 0


def _stop_with_server(stopping: threading.Event) -> None:
    """Stop when standard input ends: its other end is the server's, and closes however that ends."""
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read: its lock is still held when the process ends
        pass
    stopping.set()


def analyze(chosen: argparse.Namespace) -> int:
    """Read a folder through the store, then write a folder per recording and one summary."""
    from jobs.analyze import Order, analyze_folder
    from jobs.export import Wanted

    order = Order(
        folder=Path(chosen.folder),
        out=Path(chosen.out),
        options={"voices": chosen.voices, "model": chosen.model, "roles": chosen.roles.split(",")},
        table=Path(chosen.metadata) if chosen.metadata else None,
        wanted=Wanted(chosen.granularity, embedding=not chosen.no_embedding, audio=not chosen.no_audio),
    )
    return 0 if analyze_folder(order, means=_means(chosen), say=print) else 1


def evaluate(chosen: argparse.Namespace) -> int:
    """Hold a model against labelled files: what to run on your own calls before trusting any model."""
    from jobs.evaluate import evaluate_command

    return int(evaluate_command(chosen))


def models(chosen: argparse.Namespace) -> int:
    """List the models, or pull one."""
    from data.home import Home
    from inference import catalogue

    folder = Home.from_environment().models
    if chosen.action == "pull":
        from inference.pull import pull

        print(f"{chosen.name} is at {pull(chosen.name, models=folder, hub=chosen.hub)}")
        return 0
    here = {entry.name for entry in catalogue.installed(folder)}
    listed = {entry.name: entry for entry in (*catalogue.CATALOGUE, *catalogue.installed(folder))}
    for entry in listed.values():
        mark = "installed" if entry.name in here else "not here"
        print(f"{entry.name:<28} {mark:<10} {entry.good_for}\n{'':<28} licence: {entry.licence}")
        if entry.name not in here:
            print(f"{'':<28} {entry.how_to_get}")
    print(f"auto stands for {catalogue.best(folder)}")
    return 0


def sample(chosen: argparse.Namespace) -> int:
    """Read the sample day (synthetic voices) into the store."""
    _fill_with_sample(chosen)
    return 0


def _fill_with_sample(chosen: argparse.Namespace) -> None:
    from jobs.sample import fill

    fill(SAMPLE, means=_means(chosen), say=print)


def _means(chosen: argparse.Namespace) -> "jobs.worker.Means":  # type: ignore[name-defined]  # noqa: F821
    from jobs.worker import Means

    return Means(model=chosen.model, device=chosen.device, precision=chosen.precision)


def _means_as_arguments(chosen: argparse.Namespace) -> list[str]:
    return ["--model", chosen.model, "--device", chosen.device, "--precision", chosen.precision]


def _parser() -> argparse.ArgumentParser:
    about = "folder of the database, audio and models (default: TONEATLAS_HOME or ./var)"
    parser = argparse.ArgumentParser(prog="toneatlas", description="the emotion expressed in a day's recorded calls")
    parser.add_argument("--home", help=about)
    place = argparse.ArgumentParser(add_help=False)  # the same after the command, where people look for it first
    place.add_argument("--home", help=about, default=argparse.SUPPRESS)
    means = argparse.ArgumentParser(add_help=False, parents=[place])
    means.add_argument("--model", default="auto", help="a name that `models` lists; auto is the best on this machine")
    means.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"), help="default: auto")
    exact = "how exactly emotion2vec is calculated; auto is the fastest that reads as float32 does"
    means.add_argument("--precision", default="auto", choices=("auto", "float32", "bfloat16", "int8"), help=exact)

    commands = parser.add_subparsers(required=True, metavar="command")
    _serve_options(
        commands.add_parser("serve", parents=[means], help="the dashboard and the HTTP API, with a worker beside them")
    )
    command = commands.add_parser("worker", parents=[means], help="a worker alone")
    command.add_argument("--name", default="", help="what it is called in the store (default: one of its own)")
    command.add_argument("--beside-server", action="store_true", help="end when standard input does")
    command.set_defaults(run=worker)
    _analyze_options(
        commands.add_parser("analyze", parents=[means], help="read a folder and write its results as files")
    )
    command = commands.add_parser("evaluate", parents=[means], help="hold a model against labelled files")
    command.add_argument("folder", help="a folder of recordings; what comes out is recall by emotion with intervals")
    command.add_argument("--labels", required=True, help="CSV with the columns file and emotion")
    command.add_argument("--out", default="evaluation", help="folder for report.txt, report.json and report.html")
    command.set_defaults(run=evaluate)
    command = commands.add_parser(
        "models", parents=[place], help="which models there are; `models pull NAME` fetches one"
    )
    command.add_argument("action", nargs="?", default="list", choices=("list", "pull"))
    command.add_argument("name", nargs="?", default="emotion2vec_plus_large")
    command.add_argument("--hub", default="auto", choices=("auto", "modelscope", "huggingface"))
    command.set_defaults(run=models)
    command = commands.add_parser("sample", parents=[means], help="read the sample day into the store")
    command.set_defaults(run=sample)
    return parser


def _serve_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    command.add_argument("--port", type=int, default=8501, help="port to listen on (default: 8501)")
    command.add_argument("--allow-host", action="append", default=[], metavar="NAME", help="a further Host name")
    allow = "a folder of this machine that Upload may read recordings from (default: none)"
    command.add_argument("--folders", action="append", default=[], metavar="PATH", help=allow)
    command.add_argument("--sample", action="store_true", help="read the sample day first if the store is empty")
    command.add_argument("--no-worker", action="store_true", help="workers run elsewhere")
    command.set_defaults(run=serve)


def _analyze_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", help="a folder of recordings, or one recording")
    command.add_argument("--out", default="outputs", help="where the results go (default: outputs)")
    command.add_argument("--metadata", help="CSV of file, started_at, agent, queue … (default: metadata.csv beside)")
    command.add_argument(
        "--voices", default="customer", choices=("customer", "all"), help="whose voice is read (default: customer)"
    )
    roles, order = ("agent,customer", "customer,agent"), "who is on the left and who on the right channel"
    command.add_argument(
        "--roles", default=roles[0], choices=roles, metavar="LEFT,RIGHT", help=f"{order} (default: {roles[0]})"
    )
    per = "embeddings and scores per file, or per 20 ms frame too (default: utterance)"
    command.add_argument("--granularity", default="utterance", choices=("utterance", "frame"), help=per)
    command.add_argument("--no-embedding", action="store_true", help="leave embedding.npy out")
    command.add_argument("--no-audio", action="store_true", help="leave processed_audio.wav out")
    command.set_defaults(run=analyze)


if __name__ == "__main__":
    sys.exit(main())
