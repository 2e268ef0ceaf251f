// Rows of numbers over time that never grow beyond a bound: when it is reached, every second row
// goes. Held as columns, the first of them the time, as a chart takes them.

export class Series {
    #columns;
    #most;
    #every = 1; // so many rows that come make one that stays
    #came = 0;

    constructor(width, most = 2000) {
        this.#columns = Array.from({ length: width }, () => []);
        this.#most = most;
    }

    get columns() {
        return this.#columns;
    }

    get length() {
        return this.#columns[0].length;
    }

    // One row, its time not before the last one's.
    add(row) {
        if (this.#came++ % this.#every !== 0) return;
        this.#columns.forEach((column, at) => column.push(row[at]));
        if (this.length >= this.#most) this.#halve();
    }

    clear() {
        this.#columns = this.#columns.map(() => []);
        this.#every = 1;
        this.#came = 0;
    }

    #halve() {
        this.#columns = this.#columns.map((column) => column.filter((_, at) => at % 2 === 0));
        this.#every *= 2;
    }
}
