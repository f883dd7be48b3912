package dev.zdm.driver;

import org.jspecify.annotations.Nullable;

/** The parameters of an execution, as far as routing needs them. */
interface Values {
  /** A statement without parameters. */
  Values NONE =
      new Values() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public @Nullable Object get(int index) {
          return null;
        }
      };

  /** How many parameters were set; the highest index. */
  int count();

  /** The value of the parameter with this index, from 1; null also where it is not known. */
  @Nullable Object get(int index);
}
