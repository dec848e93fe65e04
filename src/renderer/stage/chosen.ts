/**
 * The first that says something: the operator, then the page's address, then the film. Null is something: none is
 * wanted. Where nobody says anything, none.
 */
export function chosen(...wishes: readonly (string | null | undefined)[]): string | null {
  return wishes.find((wish) => wish !== undefined) ?? null;
}
