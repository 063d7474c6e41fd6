"""Makes the golden graphs: what the Python package NetworkX says about seeded ones.

Run, from this folder, with Python 3.11 or later:

    python -m venv venv && venv/bin/pip install networkx==3.6.1 && venv/bin/python graphs.py

Made with Python 3.11.7, NetworkX 3.6.1. It writes, next to itself:

    graphs_modularity.csv   case, sets (items joined by spaces, sets by semicolons), parts (of item 0, 1, ...), modularity
                            of the graph in which a set of s items adds 1/(s-1) to each of its pairs
    graphs_reach.csv        case, nodes, edges (from>to, joined by spaces), propagation cost: the share of all pairs, a
                            node with itself included, of which the first reaches the second; size of the largest
                            strongly connected component

Random numbers come from Python's own generator, whose sequence for a seed is stable.
"""

import csv
import random
from itertools import combinations
from pathlib import Path

import networkx as nx

HERE = Path(__file__).parent


def modularity(case):
    rng = random.Random(case)
    items, parts = rng.randint(6, 40), rng.randint(2, 6)
    part = [rng.randrange(parts) for _ in range(items)]
    sets = []
    for _ in range(rng.randint(20, 120)):
        size = min(items, 1 + int(rng.expovariate(0.4)))
        home = rng.randrange(parts)
        pool = [i for i in range(items) if part[i] == home] if rng.random() < 0.6 else list(range(items))
        sets.append(sorted(rng.sample(pool, min(size, len(pool)))))
    graph = nx.Graph()
    graph.add_nodes_from(range(items))
    for one in sets:
        for a, b in combinations(one, 2):
            old = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=old + 1 / (len(one) - 1))
    communities = [{i for i in range(items) if part[i] == p} for p in range(parts)]
    value = nx.community.modularity(graph, [c for c in communities if c], weight="weight")
    text = ";".join(" ".join(map(str, one)) for one in sets)
    return [case, text, " ".join(map(str, part)), repr(value)]


def reach(case):
    rng = random.Random(1000 + case)
    nodes = rng.randint(1, 60)
    edges = {(rng.randrange(nodes), rng.randrange(nodes)) for _ in range(int(nodes * rng.choice([0.3, 0.9, 1.5, 3])))}
    edges = sorted(edge for edge in edges if edge[0] != edge[1])
    graph = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges)
    pairs = sum(1 + len(nx.descendants(graph, node)) for node in graph)
    largest = max(len(group) for group in nx.strongly_connected_components(graph))
    return [case, nodes, " ".join(f"{a}>{b}" for a, b in edges), repr(pairs / nodes**2), largest]


def write(name, head, rows):
    with open(HERE / name, "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


write("graphs_modularity.csv", ["case", "sets", "parts", "modularity"], map(modularity, range(25)))
write("graphs_reach.csv", ["case", "nodes", "edges", "cost", "largest"], map(reach, range(60)))
