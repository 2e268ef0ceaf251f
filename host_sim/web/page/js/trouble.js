// What may become of a line that is no answer to it.

export class Refused extends Error {
    constructor(number, text) {
        super(text);
        this.number = number;
    }
}

export class Lost extends Error {} // the line went while something was on its way

export class Unsent extends Lost {} // it was down already: nothing has gone out

export class Unknown extends Error {} // nobody can tell whether the pump has done it
