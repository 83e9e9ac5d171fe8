/** ESLint rules over the imports of `src`: which folder may import which, and no circle of files, `import type` counted. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string} file @param {string} specifier */
function target(file, specifier) {
  return path.join(path.dirname(file), specifier);
}

/** `src/azure/http/response.ts` → `{ room: 'azure', part: 'http' }`; files of the room itself are the part `.`. */
function placeOf(file) {
  const [, room, ...rest] = file.split(path.sep);
  return { room, part: rest.length > 1 ? rest[0] : '.' };
}

function onImports(context, check) {
  const file = path.relative(context.cwd, context.filename);
  const visit = (node) => {
    if (typeof node.source?.value === 'string' && node.source.value.startsWith('.')) {
      check(node.source, file, target(file, node.source.value));
    }
  };
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ImportExpression: visit,
    TSImportType: visit,
  };
}

/** Options: `rooms`, the rooms, parts and files that each room may import; `parts`, the parts of each room, from the top down. */
const walls = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      room: 'src/{{from}} may not import src/{{to}}: see `rooms` in eslint.config.js.',
      part: 'src/{{from}} stands below src/{{to}}: see `parts` in eslint.config.js.',
      unknown: 'src/{{from}} stands in no list of eslint.config.js.',
      outside: 'src imports nothing of {{to}}.',
    },
  },
  create(context) {
    const { rooms, parts } = context.options[0];
    return onImports(context, (node, file, imported) => {
      const from = placeOf(file);
      const to = placeOf(imported);
      const data = { from: path.dirname(file).slice(4), to: path.dirname(imported).slice(4) };
      if (!imported.startsWith(`src${path.sep}`)) {
        context.report({ node, messageId: 'outside', data: { to: path.dirname(imported) } });
      } else if (imported === path.join('src', 'manifest.ts')) {
        return;
      } else if (from.room !== to.room) {
        const may = rooms[from.room] ?? [];
        const names = [to.room, `${to.room}/${to.part}`, `${to.room}/${to.part}/${path.basename(imported)}`];
        if (!names.some((name) => may.includes(name))) {
          context.report({ node, messageId: 'room', data });
        }
      } else if (from.part !== to.part) {
        const order = parts[from.room] ?? [];
        if (!order.includes(from.part)) {
          context.report({ node, messageId: 'unknown', data });
        } else if (order.indexOf(from.part) > order.indexOf(to.part)) {
          context.report({ node, messageId: 'part', data });
        }
      }
    });
  },
};

/** @type {Map<string, readonly string[]> | undefined} */
let graph;

function importsOf(cwd) {
  graph ??= new Map(
    globSync('src/**/*.ts', { cwd }).map((file) => [
      file,
      [...readFileSync(path.join(cwd, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
        ([, specifier]) => target(file, specifier),
      ),
    ]),
  );
  return graph;
}

/** The files from `start` to `end`, both included; `undefined`: there is no way. */
function wayBetween(start, end, imports) {
  const cameFrom = new Map([[start, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === end) {
      const way = [];
      for (let at = file; at !== undefined; at = cameFrom.get(at)) {
        way.unshift(at);
      }
      return way;
    }
    for (const next of imports.get(file) ?? []) {
      if (!cameFrom.has(next)) {
        cameFrom.set(next, file);
      }
    }
  }
  return undefined;
}

/** A lazy `import()` counts, too: what it loads is no lower layer than what is imported. */
const noCircle = {
  meta: { type: 'problem', schema: [], messages: { circle: 'A circle of imports: {{way}}.' } },
  create(context) {
    return onImports(context, (node, file, imported) => {
      const way = wayBetween(imported, file, importsOf(context.cwd));
      if (way) {
        context.report({ node, messageId: 'circle', data: { way: [file, ...way].join(' → ') } });
      }
    });
  },
};

export const importRules = { rules: { walls, 'no-circle': noCircle } };
