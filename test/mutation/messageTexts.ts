/**
 * A plugin of Stryker: the English texts of messages are not mutated. Which message is chosen is; how it reads is held by golden files
 * and by people.
 */

/** What is used of babel's `NodePath`. */
interface NodePath {
  readonly node: Node;
  readonly parent: Node;
}

interface Node {
  readonly type: string;
  readonly callee?: Node;
  readonly object?: Node;
  readonly property?: Node;
  readonly name?: string;
  readonly arguments?: readonly Node[];
}

const isNamed = (node: Node | undefined, name: string): boolean => node?.type === 'Identifier' && node.name === name;

/** `l10n.t` */
const isTranslation = ({ type, object, property }: Node): boolean =>
  type === 'MemberExpression' && isNamed(object, 'l10n') && isNamed(property, 't');

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'messageTexts',
    value: {
      shouldIgnore: ({ node, parent }: NodePath): string | undefined =>
        parent.callee && isTranslation(parent.callee) && parent.arguments?.[0] === node && node.type === 'StringLiteral'
          ? 'the text of a message'
          : undefined,
    },
  },
];
