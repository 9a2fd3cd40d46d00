/** So many days before its time the post of an occurrence is made. */
export const horizonDays = 7
