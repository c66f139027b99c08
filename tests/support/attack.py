"""An attacker on published tables, who shares no code with the rule: what can a hidden cell still be?

Each release is given as its cells (name -> the leaves that it sums, and the count or None where it is hidden) and the
least that the rule lets a hidden cell be. The bounds are those of linear programming, with exact fractions and Bland's
rule; they hold for whole numbers too, since no whole table lies outside them.
"""

from fractions import Fraction


def bounds(equations, floors, target):
    """Least and most of a sum of leaves. `equations`: (leaves, count); `floors`: (leaves, least). Leaves are >= 0."""
    leaves = sorted({leaf for group, _ in [*equations, *floors] for leaf in group} | set(target))
    rows = [([int(leaf in group) for leaf in leaves] + [0] * len(floors), count) for group, count in equations]
    for number, (group, least) in enumerate(floors):
        slack = [0] * len(floors)
        slack[number] = -1
        rows.append(([int(leaf in group) for leaf in leaves] + slack, least))
    goal = [int(leaf in target) for leaf in leaves] + [0] * len(floors)
    most = maximum(rows, goal)
    least = maximum(rows, [-each for each in goal])
    return (None if least is None else -least), most


def maximum(rows, goal):
    """max goal.x with rows x = b, x >= 0, b >= 0; None where it has no end. Raises ValueError where nothing fits."""
    count, width = len(rows), len(goal)
    table = [
        [Fraction(each) for each in row] + [Fraction(int(i == j)) for j in range(count)] + [Fraction(b)]
        for i, (row, b) in enumerate(rows)
    ]
    basis = [width + i for i in range(count)]
    phase = [Fraction(0)] * width + [Fraction(-1)] * count
    if _run(table, basis, phase, width + count) != 0:
        raise ValueError("the tables contradict each other")
    for i, column in enumerate(basis):
        if column >= width:  # an artificial variable at zero: leave by any column that can
            entering = next((j for j in range(width) if table[i][j] != 0), None)
            if entering is not None:
                _pivot(table, basis, i, entering)
    kept = [i for i, column in enumerate(basis) if column < width]
    table = [table[i][:width] + table[i][-1:] for i in kept]
    basis = [basis[i] for i in kept]
    return _run(table, basis, [Fraction(each) for each in goal], width)


def _run(table, basis, goal, width):
    while True:
        prices = [goal[column] for column in basis]
        entering = None
        for j in range(width):
            if goal[j] - sum(p * row[j] for p, row in zip(prices, table, strict=True) if p and row[j]) > 0:
                entering = j
                break
        if entering is None:
            return sum((p * row[-1] for p, row in zip(prices, table, strict=True)), Fraction(0))
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        if not ratios:
            return None
        _pivot(table, basis, min(ratios)[2], entering)


def _pivot(table, basis, i, j):
    pivot = table[i][j]
    table[i] = [each / pivot for each in table[i]]
    for k, row in enumerate(table):
        if k != i and row[j]:
            factor = row[j]
            table[k] = [a - factor * b for a, b in zip(row, table[i], strict=True)]
    basis[i] = j
