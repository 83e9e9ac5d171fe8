/** The form's page: what its script begins with. */
import {
  readFromHost,
  readKeptState,
  type FromHost,
  type KeptState,
  type Request,
} from '../../src/shared/form/messages.ts';
import type { Context } from './context.ts';
import { whenIdle } from '../kit/idle.ts';
import { oncePerFrame } from '../kit/oncePerFrame.ts';
import { startPage, type News } from '../kit/startPage.ts';
import { initialState } from './model/state.ts';
import { reduce, type FormEvent } from './model/reduce.ts';
import { Viewer, type View } from './model/view.ts';
import { pageParts } from './page.ts';
import { Sorter } from './sorter.ts';
import { defineControls } from '../kit/toolkit.ts';

/** A pause in typing after which the host is asked what would happen. */
const draftPauseMs = 150;

/** VS Code is given what to keep at most this often. */
const keepPauseMs = 300;

begin();

function begin(): void {
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  let state = initialState;
  const sorter = new Sorter(() => draw());
  const viewer = new Viewer();
  const { api, bridge, live } = startPage<Request, FromHost>(readFromHost, heard);

  // The host gathers its rows while the page is being made.
  const kept = readKeptState(api.getState());
  const { mode, draft, selected } = kept ?? {};
  void bridge.ask({
    ask: 'ready',
    ...(mode && draft && selected ? { kept: { mode, draft, selected } } : {}),
  });

  whenIdle(defineControls);

  const keep = (): void => {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    if (state.opened !== undefined) {
      const { opened: mode, draft, selected } = state;
      api.setState({ v: 2, mode, draft, selected: [...selected] } satisfies KeptState);
    }
  };

  const context: Context = {
    view: () => current(),
    dispatch,
    edit(change) {
      dispatch({ kind: 'drafted', draft: { ...state.draft, ...change } });
      clearTimeout(draftTimer);
      draftTimer = setTimeout(sendDraft, draftPauseMs);
    },
    async ask(request, place) {
      const what = request.ask;
      if (state.asking.has(what)) {
        return undefined;
      }
      dispatch({ kind: 'asked', what, place });
      const answer = await bridge.ask(request);
      if (answer === undefined) {
        return undefined;
      }
      const error = answer.ok ? undefined : answer.text || undefined;
      dispatch({ kind: 'answered', what, place, error });
      if (answer.text) {
        live.say(answer.text, answer.ok ? 'info' : 'error');
      }
      return answer;
    },
    live,
  };

  const page = pageParts(context);
  const draw = oncePerFrame(() => page.update(current()));

  function dispatch(event: FormEvent): void {
    const before = state;
    state = reduce(state, event);
    if (state !== before) {
      if (state.draft !== before.draft || state.selected !== before.selected) {
        keepTimer ??= setTimeout(keep, keepPauseMs);
      }
      if (before.rows.length === 0 && state.rows.length > 0) {
        // Not with the next picture: that may wait until all the messages with further rows have been heard.
        page.update(current());
      } else if (state.incoming === before.incoming || state.rows !== before.rows) {
        // A part of rows that are not whole yet changes nothing that is seen.
        draw();
      }
    }
  }

  function heard(message: News<FromHost>): void {
    if (message.kind === 'opened') {
      clearTimeout(draftTimer);
      if (state.opened !== undefined) {
        bridge.leave();
      }
    }
    dispatch({ kind: 'fromHost', message });
  }

  function sendDraft(): void {
    dispatch({ kind: 'draftSent', number: bridge.next });
    void bridge.ask({ ask: 'draft', draft: state.draft }).then((answer) => {
      if (answer?.ok === false && answer.text) {
        dispatch({ kind: 'answered', what: 'draft', place: 'partnerId', error: answer.text });
        live.say(answer.text, 'error');
      }
    });
  }

  function current(): View {
    return viewer.viewOf(state, sorter.placesOf(state));
  }

  document.body.append(page.element, live.element);
  addEventListener('pagehide', keep);
  page.update(current());
}
