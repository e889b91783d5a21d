"""How long one PDF of a hundred letters takes: pages that are drawn already, put together for the printer. Prints JSON
lines, wall and processor time in milliseconds; needs no database.

    python bench/printing.py [LETTERS]
"""

import json
import sys
import time

import letter

sys.path.insert(0, str(letter.ROOT))


def main(count: int) -> None:
    import django

    django.setup()
    from yichuang.documents import sheaf, signing

    pages = [signing.sign(letter.draw(serial)[1], reason="bench", at=letter.AT) for serial in range(1, count + 1)]
    for both_sides in (False, True):
        began, cpu = time.perf_counter(), time.process_time()
        bound = sheaf.bound(pages, both_sides=both_sides)
        told = {
            "bench": "printing",
            "what": "both_sides" if both_sides else "one_side",
            "letters": count,
            "ms": round((time.perf_counter() - began) * 1000, 1),
            "cpu_ms": round((time.process_time() - cpu) * 1000, 1),
            "bytes": len(bound),
        }
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100)
