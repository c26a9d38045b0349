"""The pages of the builder: what authors see of services, and every change that they make."""
