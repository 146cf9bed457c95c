/** Adds a listener; the function returned takes it away. */
export type Subscribe = (listener: () => void) => () => void;

/**
 * Tells listeners once for all changes that wait, instead of once for each. A page too slow to draw every frame of the
 * feed then skips some; told of each, it would fall ever further behind and show old figures as if they were new.
 * `later` runs what it is given after the events that are due already.
 */
export function coalesce(subscribe: Subscribe, later: (act: () => void) => void): Subscribe {
  const listeners = new Set<() => void>();
  let leave: (() => void) | null = null;
  let waiting = false;
  const tell = () => {
    waiting = false;
    for (const listener of listeners) listener();
  };
  const note = () => {
    if (waiting) return;
    waiting = true;
    later(tell);
  };
  return (listener) => {
    listeners.add(listener);
    leave ??= subscribe(note);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      leave?.();
      leave = null;
    };
  };
}
