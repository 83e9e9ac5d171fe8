/** A part of a page. It is made once, and shows each view anew where that differs. */
export interface Part<View> {
  readonly element: HTMLElement;
  update(view: View): void;
}
