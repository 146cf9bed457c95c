/** The event that opens the palette, from its button. */
export const OPEN_PALETTE_EVENT = "interlock:open-palette";
