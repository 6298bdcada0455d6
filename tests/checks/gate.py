from pathlib import Path
from scripts.checks.links import *
from scripts.checks.links import index_folder, find_located
from scripts.checks.links.__main__ import main


def find_problems(site, docs=None, url="", jobs=None, later=()):
    return [
        i.problem
        for i in find_located(index_folder(site, docs is not None, url, jobs, later), docs)
    ]
