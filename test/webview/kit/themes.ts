/** The four themes that the form is tested in, as VS Code gave them to a webview: see `captureThemes.ts`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Theme {
  readonly variables: Readonly<Record<string, string>>;
  readonly bodyClass: string;
  readonly bodyData: Readonly<Record<string, string>>;
  readonly defaultStyles: string;
}

export const themeTitles = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export type ThemeName = keyof typeof themeTitles;

export const themeNames = Object.keys(themeTitles) as readonly ThemeName[];

export function themeNamed(name: ThemeName): Theme {
  const file = path.join(import.meta.dirname, 'themes', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Theme;
}
