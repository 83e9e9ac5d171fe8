/** As much of the DOM as is read inside the page: this project's types are Node's, and two sets of globals do not mix. */
export interface PageElement {
  readonly textContent: string | null;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): PageElement | null;
  getBoundingClientRect(): { readonly top: number; readonly height: number };
}
