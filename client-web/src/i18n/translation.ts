/** The words of one part of the interface in another language: as many as in English, no more and no fewer. */
export type Translation<Part> = Readonly<Record<keyof Part, string>>;
