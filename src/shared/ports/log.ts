/** What rooms without `vscode` log to. One line per call; never a token, a secret or a user's name. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
