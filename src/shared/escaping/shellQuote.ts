/** Paths in command lines that a user pastes into a terminal. */

export type Shell = 'posix' | 'powerShell' | 'cmd';

/** What no shell gives a meaning to between double quotation marks: then the line is right in whichever it is pasted. */
const plain = /^[\p{L}\p{M}\p{N} _.,:/\\()@+=-]*[\p{L}\p{M}\p{N}]$/u;

/** What PowerShell takes for a single quotation mark. */
const singleQuotes = /['‘’‚‛]/g;

/** The shell of VS Code's terminal, as far as the platform tells. `platform`: as in `process.platform`. */
export function shellOf(platform: string): Shell {
  return platform === 'win32' ? 'powerShell' : 'posix';
}

/** A path as one argument. It holds no zero character and, but for `posix`, no double quotation mark: neither can stand in a path there. */
export function quoted(path: string, shell: Shell): string {
  // Between double quotation marks a POSIX shell takes two backslashes for one.
  if (plain.test(path) && !(shell === 'posix' && path.includes('\\'))) {
    return `"${path}"`;
  }
  switch (shell) {
    case 'posix':
      return `'${path.replaceAll("'", "'\\''")}'`;
    case 'powerShell':
      return `'${path.replace(singleQuotes, '$&$&')}'`;
    case 'cmd':
      // Variables are looked for between quotation marks, too, but not behind a caret outside of them.
      return `"${path.replaceAll('%', '"^%"')}"`;
  }
}
