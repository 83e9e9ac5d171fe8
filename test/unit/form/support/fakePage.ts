/** The form's page as its host meets it: it asks, and keeps what it was told. */
import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/shared/async/emitter.ts';
import {
  readFromHost,
  type FromHost,
  type PlannedTarget,
  type Request,
  type ShownAction,
} from '../../../../src/shared/form/messages.ts';

export type Message<K extends FromHost['kind']> = Extract<FromHost, { kind: K }>;
export type Answer = Message<'answer'>;

/** What the page was told, and a way to ask. */
export class FakePage {
  readonly messages: FromHost[] = [];
  readonly #asks = new Emitter<unknown>();
  readonly #waiting = new Set<() => void>();
  /** What its rows say would happen, as the messages made it. */
  #planned: (readonly [key: string, action: PlannedTarget | undefined])[] = [];
  #last = 0;

  readonly channel = {
    onMessage: this.#asks.event,
    post: (message: FromHost): void => {
      // As the page does: what its guard does not let through never arrives.
      assert.deepEqual(readFromHost(structuredClone(message)), message);
      this.messages.push(message);
      this.#show(message);
      [...this.#waiting].forEach((look) => look());
    },
  };

  send(message: unknown): void {
    this.#asks.fire(message);
  }

  async ask(request: Request): Promise<Answer> {
    const id = ++this.#last;
    this.send({ id, request });
    return this.told('answer', (answer) => answer.to === id);
  }

  of<K extends FromHost['kind']>(kind: K): readonly Message<K>[] {
    return this.messages.filter((message): message is Message<K> => message.kind === kind);
  }

  last<K extends FromHost['kind']>(kind: K): Message<K> {
    const message = this.of(kind).at(-1);
    assert.ok(message, `the page was told ${kind}`);
    return message;
  }

  /** The last message of a kind that fits, once there is one. */
  async told<K extends FromHost['kind']>(
    kind: K,
    fits: (message: Message<K>) => boolean = () => true,
  ): Promise<Message<K>> {
    for (;;) {
      const found = this.of(kind).findLast(fits);
      if (found) {
        return found;
      }
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
      });
    }
  }

  forget(): void {
    this.messages.length = 0;
  }

  /** What the rows with these keys say would happen, as the page sends it with *Apply*. */
  shown(keys: readonly string[]): ShownAction[] {
    return this.#planned.flatMap(([key, action]) =>
      keys.includes(key) && action ? [{ do: action.do, text: action.text, keys: [key] }] : [],
    );
  }

  #show(message: FromHost): void {
    if (message.kind === 'targets') {
      const before = message.from === 0 ? [] : this.#planned;
      this.#planned = [...before, ...message.targets.map(({ key }) => [key, undefined] as const)];
    } else if (message.kind === 'actions') {
      for (const [index, action] of message.of.entries()) {
        const at = message.at?.[index] ?? index;
        this.#planned[at] = [this.#planned[at]?.[0] ?? '', message.actions[action]];
      }
    }
  }
}
