/** One schedule's world: time, disk, Azure behind a bad network, and windows over one folder. All of it comes from one seed. */
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { Disk } from '../disk/disk.ts';
import { Ledger, type Sending } from '../service/ledger.ts';
import { fair, randomWeather } from '../service/faults.ts';
import { Network } from '../service/network.ts';
import type { Predicate } from '../judge/predicates.ts';
import { Chance } from './chance.ts';
import { randomEstate, shortTarget, targetsOf, type Estate, type TargetId } from './estate.ts';
import { setHere } from './here.ts';
import { VirtualTime } from './time.ts';
import { Trace } from './trace.ts';
import { Window } from './window.ts';

export interface Violation {
  readonly predicate: Predicate;
  readonly what: string;
  /** The target, as traces name it. */
  readonly about?: string;
  /** Milliseconds since the beginning of the schedule. */
  readonly at: number;
}

export class World {
  readonly time = new VirtualTime();
  readonly trace = new Trace();
  readonly disk: Disk;
  readonly estate: Estate;
  readonly targets: readonly TargetId[];
  readonly sandbox: Sandbox;
  readonly ledger: Ledger;
  readonly network: Network;
  readonly windows: Window[] = [];
  readonly violations: Violation[] = [];
  /** What people do. */
  readonly acts: Chance;
  /** What the network and the tokens do. */
  readonly weather: Chance;
  readonly concurrency: number | 'automatic';

  constructor(seed: number, schedule: number, judgeSending: (world: World, sending: Sending) => void) {
    const chance = (label: string): Chance => new Chance(seed, `${String(schedule)} ${label}`);
    const { time, trace } = this;
    this.acts = chance('acts');
    this.weather = chance('weather');
    this.disk = new Disk({ time, trace, chance: chance('disk') });
    setHere({ time, disk: this.disk, jitter: chance('jitter'), ids: chance('ids') });
    this.estate = randomEstate(chance('estate'));
    this.targets = targetsOf(this.estate);
    this.sandbox = createSandbox({ switches: this.estate.switches });
    this.ledger = new Ledger(this.sandbox, time, trace, this.targets);
    this.concurrency = this.acts.happens(0.4) ? 'automatic' : this.acts.whole(1, 6);
    this.network = new Network(
      {
        sandbox: this.sandbox,
        ledger: this.ledger,
        time,
        trace,
        chance: this.weather,
        sending: (sending) => judgeSending(this, sending),
        strayed: (window, url) => this.violated('hostMeant', `${window} asks ${url}`),
      },
      fair,
    );
  }

  say(text: string): void {
    this.trace.say(this.time.elapsed, text);
  }

  violated(predicate: Predicate, what: string, target?: TargetId): void {
    this.say(`VIOLATION of ${predicate}: ${what}`);
    const about = target === undefined ? {} : { about: shortTarget(target) };
    this.violations.push({ predicate, what, at: this.time.elapsed, ...about });
  }

  /** Opens a window; `undefined`: it was killed while it opened. */
  async openWindow(): Promise<Window | undefined> {
    const window = new Window(this, `window-${String(this.windows.length)}`);
    this.windows.push(window);
    this.say(`${window.name} opens`);
    const opened = await window.do(() => window.session.open());
    return opened === 'gone' ? undefined : window;
  }

  badWeather(): void {
    this.network.weather = randomWeather(this.acts);
    this.say(`weather: ${JSON.stringify({ ...this.network.weather, kinds: this.network.weather.kinds.length })}`);
  }

  fairWeather(): void {
    this.network.weather = fair;
  }

  window(name: string): Window | undefined {
    return this.windows.find((one) => one.name === name);
  }
}
