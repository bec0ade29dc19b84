// The basket, in memory: prices in cents.

const products = {
  stack: { name: 'Buttermilk stack', price: 850 },
  blueberry: { name: 'Blueberry & cream', price: 920 },
  crepe: { name: 'Lemon crêpe', price: 680 },
  poffertjes: { name: 'Poffertjes', price: 540 },
};
const shippingPrice = 490;

const amounts = new Map([['stack', 1]]);

/** @param {string} product */
export function add(product) {
  amounts.set(product, (amounts.get(product) ?? 0) + 1);
}

/** @param {boolean} freeShipping @returns what the basket says, ready to be shown */
export function bill(freeShipping) {
  const lines = [...amounts].map(([product, amount]) => ({ amount, ...products[product] }));
  const goods = lines.reduce((sum, { amount, price }) => sum + amount * price, 0);
  const shipping = freeShipping ? 0 : shippingPrice;
  return {
    what: lines.map(({ amount, name }) => `${amount} ${name}`).join(', '),
    goods: euros(goods),
    shipping: freeShipping ? 'free' : euros(shipping),
    total: euros(goods + shipping),
  };
}

/** @param {number} cents */
function euros(cents) {
  return `€${(cents / 100).toFixed(2)}`;
}
