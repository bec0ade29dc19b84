import { useFlag, useSample, useSwitch } from 'pancake-flags/react';

/** Renders again when one of its three answers changes, and at no other time. */
export function Shop() {
  const isShippingFree = useSwitch('FREE_SHIPPING', { default: false });
  const isCheckoutNew = useFlag('NEW_CHECKOUT', { default: false });
  const arePicturesBig = useSample('BIG_PICTURES', { default: 50 });
  return (
    <main>
      {isShippingFree && <p id="shipping">Nobody pays for shipping.</p>}
      <p id="checkout">You pay in {isCheckoutNew ? 'one step' : 'three steps'}.</p>
      <p id="pictures">The pictures are {arePicturesBig ? 'big' : 'small'}.</p>
    </main>
  );
}
