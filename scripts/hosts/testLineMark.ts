/** Begins each line that in-host tests print, so that it can be told from what VS Code prints itself. */
export const testLineMark = '⟦test⟧ ';
