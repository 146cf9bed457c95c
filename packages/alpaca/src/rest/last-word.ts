import type { Dispatcher } from "undici";
import { HttpFailure } from "./http-failure.ts";

/** Says why a request must not leave any more; null while it may. */
export type LastWord = () => string | null;

/** The start is called right before the first byte is written, in the same turn: nothing can be decided in between. */
function asking(
  handler: Dispatcher.DispatchHandler,
  lastWord: LastWord,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => {
      const refusal = lastWord();
      if (refusal === null) handler.onRequestStart?.(controller, context);
      else controller.abort(new HttpFailure(refusal, false));
    },
    onResponseStart: (...answer) => handler.onResponseStart?.(...answer),
    onResponseData: (...answer) => handler.onResponseData?.(...answer),
    onResponseEnd: (...answer) => handler.onResponseEnd?.(...answer),
    onResponseError: (...answer) => handler.onResponseError?.(...answer),
  };
}

/** Returns a dispatcher that asks for the last word when a request is about to be written to its connection. */
export function askingBefore(dispatcher: Dispatcher, lastWord: LastWord): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) => dispatch(options, asking(handler, lastWord)),
  );
}
