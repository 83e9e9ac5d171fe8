/**
 * `npm run chaos [-- --schedules N --seed S]`: random schedules of faults, crashes, windows and colleagues, judged by predicates. The
 * last line is `N schedules, M violations`; it ends non-zero where there are any. `--only K` plays one schedule and shows all of it,
 * `--kill` kills real processes over real files instead.
 */
import { parseArgs } from 'node:util';
import { killAtEachOperation } from './kill/kill.ts';
import { playSchedules } from './play.ts';
import { Report, timeText } from './report.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    files: { type: 'boolean', default: false },
    kill: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => console.log(line);
const seed = whole('seed', values.seed ?? String(Date.now() % 1_000_000));
process.exitCode = values.kill ? await killAtEachOperation(seed, say) : await play();

async function play(): Promise<number> {
  const only = values.only === undefined ? undefined : whole('only', values.only);
  const count = only === undefined ? whole('schedules', values.schedules) : 1;
  const report = new Report(seed, count, say);
  say(`seed ${String(seed)}`);
  await playSchedules(seed, only ?? 0, count, (one) => {
    if (count === 1) {
      for (const line of (one.lines ?? []).filter(({ file }) => values.files || !file)) {
        say(`${timeText(line.at)}  ${line.text}`);
      }
      say(`schedule ${String(one.schedule)}, hash ${one.hash}`);
    }
    report.add(one);
  });
  report.end();
  return report.violations === 0 ? 0 : 1;
}

function whole(name: string, text: string): number {
  if (!/^[0-9]+$/.test(text)) {
    console.error(`--${name} wants a whole number, not ${text}`);
    process.exit(2);
  }
  return Number(text);
}
