/**
 * The only file that knows `@vscode/webview-ui-toolkit`. It is archived upstream, so whoever replaces it changes nothing else.
 * Here its gaps in accessibility (1.4.0) are mended: text fields are named by slotted text, dropdowns by `aria-label`, `aria-*`
 * of a control inside a shadow root is set there, and what cannot be tied across it is announced by `liveRegion.ts`.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
  type Button,
  type Checkbox,
  type Dropdown,
  type Option,
  type Radio,
  type RadioGroup,
  type TextField,
} from '@vscode/webview-ui-toolkit';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-checkbox': Checkbox;
    'vscode-dropdown': Dropdown;
    'vscode-option': Option;
    'vscode-radio': Radio;
    'vscode-radio-group': RadioGroup;
    'vscode-text-field': TextField;
  }
}

let defined = false;

/** Once, with the first control at the latest: it takes its time, and rows are to be there before. */
export function defineControls(): void {
  if (!defined) {
    defined = true;
    provideVSCodeDesignSystem().register(
      vsCodeButton(),
      vsCodeCheckbox(),
      vsCodeDropdown(),
      vsCodeOption(),
      vsCodeRadio(),
      vsCodeRadioGroup(),
      vsCodeTextField(),
    );
  }
}

function make<K extends `vscode-${string}` & keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  defineControls();
  return document.createElement(name);
}

export interface ButtonControl {
  readonly element: HTMLElement;
  set(now: {
    readonly text?: string;
    readonly disabled?: boolean;
    readonly hidden?: boolean;
    readonly title?: string;
  }): void;
}

/** A button that keeps its place in the tab order while it is disabled would be lost: say why beside it. */
export function button(text: string, appearance: 'primary' | 'secondary', press: () => void): ButtonControl {
  const element = make('vscode-button');
  element.appearance = appearance;
  element.textContent = text;
  element.addEventListener('click', () => {
    if (!element.disabled) {
      press();
    }
  });
  return {
    element,
    set({ text, disabled, hidden, title }) {
      if (text !== undefined && element.textContent !== text) {
        element.textContent = text;
      }
      if (disabled !== undefined && element.disabled !== disabled) {
        element.disabled = disabled;
      }
      if (hidden !== undefined) {
        element.hidden = hidden;
      }
      if (title !== undefined && element.title !== title) {
        element.title = title;
      }
    },
  };
}

export interface TextControl {
  readonly element: HTMLElement;
  value(): string;
  set(now: { readonly value?: string; readonly disabled?: boolean; readonly invalid?: boolean }): void;
}

/** `label` is shown above it, or with `labelHidden` only read out. */
export function textField(
  options: {
    readonly label: string;
    readonly labelHidden?: boolean;
    readonly placeholder?: string;
    readonly digits?: boolean;
  },
  typed: (value: string) => void,
): TextControl {
  const element = make('vscode-text-field');
  if (options.labelHidden === true) {
    const label = document.createElement('span');
    label.className = 'read-only-by-ear';
    label.textContent = options.label;
    element.append(label);
  } else {
    element.textContent = options.label;
  }
  element.placeholder = options.placeholder ?? '';
  element.spellcheck = false;
  element.addEventListener('input', () => {
    typed(element.value);
  });
  // The control inside exists once the element is connected.
  whenConnected(element, () => {
    element.control.setAttribute('autocomplete', 'off');
    if (options.digits === true) {
      element.control.setAttribute('inputmode', 'numeric');
    }
  });
  return {
    element,
    value: () => element.value,
    set({ value, disabled, invalid }) {
      // What is being typed is not moved under the cursor.
      if (value !== undefined && element.value !== value) {
        element.value = value;
      }
      if (disabled !== undefined && element.disabled !== disabled) {
        element.disabled = disabled;
      }
      if (invalid !== undefined) {
        element.classList.toggle('invalid', invalid);
        element.ariaInvalid = invalid ? 'true' : 'false';
      }
    },
  };
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly text: string;
}

export interface ChoiceControl<T extends string> {
  readonly element: HTMLElement;
  set(now: {
    readonly value?: T;
    readonly disabled?: boolean;
    readonly hidden?: boolean;
    readonly choices?: readonly Choice<T>[];
  }): void;
}

export function dropdown<T extends string>(label: string, chosen: (value: T) => void): ChoiceControl<T> {
  const element = make('vscode-dropdown');
  element.setAttribute('aria-label', label);
  element.title = label;
  let offered: readonly Choice<T>[] = [];
  let wanted: T | undefined;
  element.addEventListener('change', () => {
    const choice = offered.find(({ value }) => value === element.value);
    if (choice !== undefined && choice.value !== wanted) {
      wanted = choice.value;
      chosen(choice.value);
    }
  });
  return {
    element,
    set({ value, disabled, hidden, choices }) {
      if (choices !== undefined && !sameChoices(choices, offered)) {
        offered = choices;
        element.replaceChildren(
          ...choices.map((choice) => {
            const option = make('vscode-option');
            option.value = choice.value;
            option.textContent = choice.text;
            return option;
          }),
        );
        wanted = undefined;
      }
      if (value !== undefined && wanted !== value) {
        wanted = value;
        select(element, value);
      }
      if (disabled !== undefined && element.disabled !== disabled) {
        element.disabled = disabled;
      }
      if (hidden !== undefined) {
        element.hidden = hidden;
      }
    },
  };
}

/** New options are known to it a moment after they came. */
function select(element: Dropdown, value: string): void {
  element.value = value;
  queueMicrotask(() => {
    requestAnimationFrame(() => {
      if (element.value !== value && element.options.some((option) => option.value === value)) {
        element.value = value;
      }
    });
  });
}

function sameChoices<T extends string>(one: readonly Choice<T>[], other: readonly Choice<T>[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ value, text }, index) => value === other[index]?.value && text === other[index].text)
  );
}

export function radioGroup<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  chosen: (value: T) => void,
): ChoiceControl<T> {
  const element = make('vscode-radio-group');
  element.setAttribute('aria-label', label);
  element.append(
    ...choices.map(({ value, text }) => {
      const radio = make('vscode-radio');
      radio.value = value;
      radio.textContent = text;
      return radio;
    }),
  );
  let wanted: T | undefined;
  element.addEventListener('change', () => {
    const choice = choices.find(({ value }) => value === element.value);
    if (choice !== undefined && choice.value !== wanted) {
      wanted = choice.value;
      chosen(choice.value);
    }
  });
  return {
    element,
    set({ value, disabled, hidden }) {
      if (value !== undefined && element.value !== value) {
        wanted = value;
        element.value = value;
      }
      if (disabled !== undefined && element.disabled !== disabled) {
        element.disabled = disabled;
      }
      if (hidden !== undefined) {
        element.hidden = hidden;
      }
    },
  };
}

export interface CheckControl {
  readonly element: HTMLElement;
  set(now: {
    readonly text?: string;
    readonly checked?: boolean;
    readonly disabled?: boolean;
    readonly hidden?: boolean;
  }): void;
}

export function checkbox(changed: (checked: boolean) => void): CheckControl {
  const element = make('vscode-checkbox');
  let wanted = false;
  element.addEventListener('change', () => {
    if (element.checked !== wanted) {
      wanted = element.checked;
      changed(wanted);
    }
  });
  return {
    element,
    set({ text, checked, disabled, hidden }) {
      if (text !== undefined && element.textContent !== text) {
        element.textContent = text;
        element.setAttribute('aria-label', text);
      }
      if (checked !== undefined && element.checked !== checked) {
        wanted = checked;
        element.checked = checked;
      }
      if (disabled !== undefined && element.disabled !== disabled) {
        element.disabled = disabled;
      }
      if (hidden !== undefined) {
        element.hidden = hidden;
      }
    },
  };
}

function whenConnected(element: HTMLElement, then: () => void): void {
  const wait = (): void => {
    if (element.isConnected && element.shadowRoot !== null) {
      then();
    } else {
      requestAnimationFrame(wait);
    }
  };
  wait();
}
