/** What a user is shown of schedules: progress, each violation with the way to see it again, and the count. */
import { predicates } from './judge/predicates.ts';
import type { Played } from './worker.ts';
import type { Violation } from './world/world.ts';

/** Violations that are told with their trace; of the others the place. */
const toldAtLength = 10;
/** Lines of the trace before a violation. */
const linesBefore = 24;

export class Report {
  readonly #seed: number;
  readonly #wanted: number;
  readonly #say: (line: string) => void;
  readonly #byPredicate = new Map<string, number>();
  #played = 0;
  #violations = 0;
  #sendings = 0;
  #requests = 0;

  constructor(seed: number, wanted: number, say: (line: string) => void) {
    this.#seed = seed;
    this.#wanted = wanted;
    this.#say = say;
  }

  get violations(): number {
    return this.#violations;
  }

  add(one: Played): void {
    this.#played += 1;
    this.#sendings += one.sendings;
    this.#requests += one.requests;
    for (const violation of one.violations) {
      const { predicate, what } = violation;
      this.#violations += 1;
      const before = this.#byPredicate.get(predicate) ?? 0;
      this.#byPredicate.set(predicate, before + 1);
      if (before < 2 && this.#violations <= toldAtLength) {
        this.#tell(one, violation);
      } else if (before < toldAtLength) {
        this.#say(`${predicate}: seed ${String(this.#seed)}, schedule ${String(one.schedule)}: ${what}`);
      }
    }
    const step = Math.max(1, Math.floor(this.#wanted / 20));
    if (this.#played % step === 0 && this.#played < this.#wanted) {
      this.#say(`${String(this.#played)} of ${String(this.#wanted)} schedules, ${String(this.#violations)} violations`);
    }
  }

  end(): void {
    for (const [predicate, count] of this.#byPredicate) {
      this.#say(`${String(count)} times not so: ${predicate} (${predicates[predicate as keyof typeof predicates]})`);
    }
    this.#say(`${String(this.#requests)} requests, ${String(this.#sendings)} of them writes`);
    this.#say(`${String(this.#played)} schedules, ${String(this.#violations)} violations`);
  }

  #tell({ schedule, lines = [] }: Played, { predicate, what, about, at }: Violation): void {
    const again = `npm run chaos -- --seed ${String(this.#seed)} --only ${String(schedule)}`;
    this.#say(`\n${predicate} is violated: seed ${String(this.#seed)}, schedule ${String(schedule)} (${again})`);
    this.#say(`  ${what}`);
    const story = lines.filter(
      ({ file, at: then, text }) => !file && then <= at && (about === undefined || isAbout(text, about)),
    );
    for (const line of story.slice(-linesBefore)) {
      this.#say(`  ${timeText(line.at)}  ${line.text.slice(0, 200)}`);
    }
    this.#say('');
  }
}

/** What concerns a target, and what happens to whole windows. */
function isAbout(text: string, target: string): boolean {
  return text.includes(target) || (!/ (GET|PUT|PATCH|POST|DELETE) /.test(text) && !/ → /.test(text));
}

/** Seconds since the beginning of the schedule. */
export function timeText(at: number): string {
  return (at / 1000).toFixed(3).padStart(9);
}
