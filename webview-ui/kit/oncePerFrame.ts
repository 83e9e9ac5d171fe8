/** Draws once for everything that changes before the next picture. */
export function oncePerFrame(draw: () => void): () => void {
  let drawing = false;
  return () => {
    if (!drawing) {
      drawing = true;
      requestAnimationFrame(() => {
        drawing = false;
        draw();
      });
    }
  };
}
